// Checks what the connector rests on against what GitHub publishes itself:
//   1. every reply in the fixtures, by operation and status, against the OpenAPI description;
//   2. every request in the fixtures: its path fits the template, its parameters exist and are valid;
//   3. every GraphQL query in src/*.graphql and in the fixtures against the schema, and the replies too;
//   4. every operation that src/*.rs names exists, and GitHub's own examples of them, so that known.json
//      stays the exact list of places where the description contradicts itself.
// usage: npm ci --ignore-scripts && node check.mjs [--host HOST:PORT]… [FOLDER-OF-RECORDINGS…]
// Replies of other hosts than api.github.com are checked if --host names them, and counted as skipped if not.
// Exits 1 on any violation that known.json does not name, and on any that it names and that is gone.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { checkQuery, loadQueries } from './graphql.mjs';
import { walk, bodyOf } from './recordings.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const openapi = JSON.parse(fs.readFileSync(path.join(here, 'node_modules/@octokit/openapi/generated/ghec.json'), 'utf8'));
const known = JSON.parse(fs.readFileSync(path.join(here, 'known.json'), 'utf8'));
const hosts = new Set(['api.github.com']);
const folders = [];
for (let args = process.argv.slice(2); args.length > 0;) {
  const word = args.shift();
  if (word === '--host') hosts.add(args.shift());
  else folders.push(word);
}
if (folders.length === 0) folders.push(path.join(here, '../../../../fixtures/github-protection'));

const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
addFormats(ajv);
// OpenAPI 3.0 says `nullable` beside `$ref` and `enum`, which JSON Schema does not know.
const nullable = (node) => {
  if (Array.isArray(node)) return node.map(nullable);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, nullable(value)]));
  if (copy.nullable !== true || typeof copy.nullable === 'object') return copy;
  delete copy.nullable;
  return { anyOf: [copy, { type: 'null' }] };
};
ajv.addSchema({ $id: 'github', paths: nullable(openapi.paths), components: { schemas: nullable(openapi.components.schemas),
  responses: nullable(openapi.components.responses), parameters: nullable(openapi.components.parameters) } });

const compiled = new Map();
const validate = (pointer, value) => {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `github#${pointer}` }));
  const check = compiled.get(pointer);
  const told = (e) => e.keyword !== 'if' && !withheld(value, e.instancePath);
  return check(value) ? [] : check.errors.filter(told).map((e) => `${e.instancePath || '/'} ${e.message}`);
};
// What the recorder withheld is a text now, whatever it was.
const withheld = (value, where) => {
  const found = where.split('/').slice(1).reduce((node, step) => node?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], value);
  return typeof found === 'string' && found.startsWith('[redacted:');
};
const escape = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');
// Follows a $ref so that the pointer of what it names is known.
const resolve = (pointer) => {
  let node = openapi;
  for (const step of pointer.split('/').slice(1)) node = node?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return node?.$ref ? resolve(node.$ref.slice(1)) : [node, pointer];
};

const problems = [];
const contradictions = [];
const counted = { replies: 0, requests: 0, queries: 0, examples: 0, skipped: 0 };
const operations = new Set();

function operationOf(exchange) {
  const [method, template] = exchange.operation.split(' ');
  const name = (text) => text.replace(/\{[^}]+\}/g, '{}');
  const found = Object.keys(openapi.paths).find((candidate) => name(candidate) === name(template));
  const pointer = found && openapi.paths[found][method.toLowerCase()] ? `/paths/${escape(found)}/${method.toLowerCase()}` : null;
  return { template: found, pointer };
}

function checkRequest(where, exchange, template, pointer) {
  counted.requests++;
  const url = new URL(exchange.request.url);
  const pattern = new RegExp(`^${template.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('[^/]+')}$`);
  // Pages after the first have the paths that GitHub gives them.
  const page = /^\/(organizations|repositories)\/\d+\//.test(url.pathname);
  if (!page && !pattern.test(url.pathname)) problems.push(`${where}: ${url.pathname} does not fit ${template}`);
  const [operation] = resolve(pointer);
  const declared = operation.parameters.map((_, index) => resolve(`${pointer}/parameters/${index}`));
  for (const [name, value] of url.searchParams) {
    const parameter = declared.find(([p]) => p.in === 'query' && p.name === name);
    if (!parameter) { problems.push(`${where}: ${exchange.operation} has no parameter ${name}`); continue; }
    const type = parameter[0].schema.type;
    const typed = type === 'integer' ? Number(value) : type === 'boolean' ? value === 'true' : value;
    for (const error of validate(`${parameter[1]}/schema`, typed)) problems.push(`${where}: parameter ${name}: ${error}`);
  }
}

function checkReply(where, exchange, pointer, body) {
  counted.replies++;
  const status = exchange.reply.status;
  const [response, place] = resolve(`${pointer}/responses/${status}`);
  if (!response) {
    // GitHub documents few refusals; those that it sends have the shape of its basic error.
    if (status < 400) problems.push(`${where}: ${exchange.operation} has no documented ${status}`);
    else for (const error of validate('/components/schemas/basic-error', body)) problems.push(`${where}: ${status}: ${error}`);
    return;
  }
  if (!response.content) {
    // A refusal that is described without a body still comes with the basic error.
    if (status >= 400 && body !== undefined) {
      for (const error of validate('/components/schemas/basic-error', body)) problems.push(`${where}: ${status}: ${error}`);
    } else if (body !== undefined) problems.push(`${where}: ${exchange.operation} ${status} has no body`);
    return;
  }
  const schema = `${place}/content/application~1json/schema`;
  for (const error of validate(schema, body)) problems.push(`${where}: ${exchange.operation} ${status}: ${error}`);
}

function checkExamples(operation, pointer) {
  for (const status of Object.keys(resolve(pointer)[0].responses)) {
    const [response, place] = resolve(`${pointer}/responses/${status}`);
    const content = response.content?.['application/json'];
    for (const [name, example] of Object.entries(content?.examples ?? {})) {
      counted.examples++;
      const value = example.$ref ? resolve(example.$ref.slice(1))[0].value : example.value;
      const errors = validate(`${place}/content/application~1json/schema`, value);
      if (errors.length > 0) contradictions.push({ operation, status, example: name, errors: [...new Set(errors)].sort() });
    }
  }
}

// The operations that the connector asks for; what stands after a file's tests is made up.
function namedIn(folder) {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.rs') && !name.endsWith('_tests.rs'));
  const texts = files.map((name) => fs.readFileSync(path.join(folder, name), 'utf8').split('#[cfg(test)]')[0]);
  const names = texts.flatMap((text) => [...text.matchAll(/"((?:GET|POST) \/[^" :]*)"/g)].map((match) => match[1]));
  return new Set(names.filter((name) => name !== 'POST /graphql'));
}

const queries = loadQueries(path.join(here, '../../src'));
for (const query of queries) { counted.queries++; problems.push(...checkQuery(query.where, query.text)); }
let recordings = 0;
for (const folder of folders) {
  for (const { where, dir, exchange } of walk(folder)) {
    recordings++;
    const body = exchange.reply && bodyOf(dir, exchange.reply.body);
    if (exchange.operation.startsWith('POST /graphql')) {
      const request = bodyOf(dir, exchange.request.body);
      counted.queries++;
      problems.push(...checkQuery(where, request.query, request.variables, body));
      if (!queries.some((query) => query.text === request.query)) problems.push(`${where}: the query is not one of src/*.graphql`);
      continue;
    }
    if (!hosts.has(new URL(exchange.request.url).host)) { counted.skipped++; continue; }
    const { template, pointer } = operationOf(exchange);
    if (!pointer) { problems.push(`${where}: GitHub has no operation ${exchange.operation}`); continue; }
    operations.add(exchange.operation);
    checkRequest(where, exchange, template, pointer);
    if (exchange.reply) checkReply(where, exchange, pointer, body);
  }
}
if (recordings === 0) problems.push(`no exchange in ${folders.join(', ')}`);
else if (counted.replies === 0) problems.push(`no reply of ${[...hosts].join(', ')} in ${folders.join(', ')}; name other hosts with --host`);
for (const operation of namedIn(path.join(here, '../../src'))) {
  if (operationOf({ operation }).pointer) operations.add(operation);
  else problems.push(`src names ${operation}, which GitHub does not have`);
}
for (const operation of [...operations].sort()) checkExamples(operation, operationOf({ operation }).pointer);

const spell = (list) => list.map((entry) => JSON.stringify(entry)).sort();
const [found, listed] = [spell(contradictions), spell(known.map(({ why, ...entry }) => entry))];
for (const entry of found) if (!listed.includes(entry)) problems.push(`GitHub's own example breaks GitHub's own schema and known.json does not say so: ${entry}`);
for (const entry of listed) if (!found.includes(entry)) problems.push(`known.json names what is no longer so: ${entry}`);

for (const problem of problems) console.error(problem);
console.log(`${counted.requests} requests, ${counted.replies} replies, ${counted.queries} queries, ${counted.examples} examples of ${operations.size} operations, ${counted.skipped} exchanges of other hosts skipped: ${problems.length} violations, ${listed.length} known contradictions`);
process.exit(problems.length === 0 ? 0 : 1);
