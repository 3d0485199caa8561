// Narrows GitHub's published OpenAPI description to the operations that the connector uses, so that Prism starts in
// 2 seconds instead of 9. It changes no schema. It adds the media type that GitHub asks clients to send,
// `application/vnd.github+json`, wherever the description lists only `application/json`: Prism answers 406 otherwise.
// usage: node narrow.mjs DESCRIPTION.json OPERATIONS.txt OUT.json     ('METHOD /path/{template}' a line, '#' comments)
// It fails if an operation is not in the description.
import fs from 'node:fs';

const [description, operations, out] = process.argv.slice(2);
const api = JSON.parse(fs.readFileSync(description, 'utf8'));
const wanted = fs.readFileSync(operations, 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);

const paths = {};
const missing = [];
for (const line of wanted) {
  const [method, path] = line.split(/\s+/);
  const operation = api.paths[path]?.[method.toLowerCase()];
  if (!operation) {
    missing.push(line);
    continue;
  }
  paths[path] ??= api.paths[path].parameters ? { parameters: api.paths[path].parameters } : {};
  paths[path][method.toLowerCase()] = operation;
}
if (missing.length > 0) {
  console.error(`error: not in GitHub's description: ${missing.join(', ')}`);
  process.exit(1);
}

const replies = (node) => Object.values(node ?? {});
const all = Object.values(paths).flatMap((item) => Object.values(item)).flatMap((operation) => replies(operation.responses));
for (const reply of [...all, ...replies(api.components.responses)]) {
  const json = reply.content?.['application/json'];
  if (json) reply.content['application/vnd.github+json'] ??= json;
}

// Only the components that are reached from the kept paths stay.
const reached = new Set();
const queue = [paths];
while (queue.length > 0) {
  const node = queue.pop();
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string' && !reached.has(value)) {
      reached.add(value);
      const target = value.slice(2).split('/').reduce((at, step) => at?.[step.replace(/~1/g, '/').replace(/~0/g, '~')], api);
      if (target) queue.push(target);
    } else if (value && typeof value === 'object') {
      queue.push(value);
    }
  }
}
const components = {};
for (const [kind, members] of Object.entries(api.components)) {
  const kept = Object.entries(members).filter(([name]) => reached.has(`#/components/${kind}/${name}`));
  if (kept.length > 0) components[kind] = Object.fromEntries(kept);
}
const { 'x-webhooks': _hooks, webhooks: _webhooks, ...rest } = api;
fs.writeFileSync(out, JSON.stringify({ ...rest, paths, components }));
console.error(`narrowed GitHub's description to ${wanted.length} operations`);
