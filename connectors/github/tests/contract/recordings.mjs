// Reads recordings: folders with an exchanges.jsonl, at any depth.
import fs from 'node:fs';
import path from 'node:path';

export function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(full);
    if (entry.name !== 'exchanges.jsonl') continue;
    const lines = fs.readFileSync(full, 'utf8').split('\n').filter((line) => line !== '');
    for (const [index, line] of lines.entries()) {
      const exchange = JSON.parse(line);
      // Recordings of other services may lie beside those of GitHub.
      if (/^(GET|POST) \//.test(exchange.operation)) yield { where: `${full}:${index + 1}`, dir: path.dirname(full), exchange };
    }
  }
}

export function bodyOf(dir, body) {
  if (body === undefined || body === null) return undefined;
  if ('json' in body) return body.json;
  const text = 'text' in body ? body.text : fs.readFileSync(path.join(dir, 'bodies', body.sha256), 'utf8');
  try { return JSON.parse(text); } catch { return text; }
}
