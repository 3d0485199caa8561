// Checks GraphQL queries, and replies to them, against GitHub's published schema.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildASTSchema, execute, getVariableValues, parse, validate } from 'graphql';

const file = new URL('node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
const sdl = fs.readFileSync(fileURLToPath(file), 'utf8');
// GitHub's file defines one field twice; without assumeValidSDL graphql-js refuses all of it.
const schema = buildASTSchema(parse(sdl, { noLocation: true }), { assumeValidSDL: true });

export function loadQueries(folder) {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return names.map((name) => ({ where: path.join(folder, name), text: fs.readFileSync(path.join(folder, name), 'utf8') }));
}

export function checkQuery(where, text, variables, reply) {
  let document;
  try { document = parse(text); } catch (error) { return [`${where}: ${error.message}`]; }
  const problems = validate(schema, document).map((error) => `${where}: ${error.message}`);
  if (problems.length > 0 || reply === undefined) return problems;
  const definition = document.definitions.find((d) => d.kind === 'OperationDefinition');
  const coerced = getVariableValues(schema, definition.variableDefinitions ?? [], variables ?? {});
  problems.push(...(coerced.errors ?? []).map((error) => `${where}: ${error.message}`));
  if (reply?.data) {
    // Run the query over the reply itself: graphql-js then checks each value against its type.
    const result = execute({ schema, document, variableValues: variables, rootValue: reply.data,
      fieldResolver: (source, _arguments, _context, info) => source[info.path.key], typeResolver: (value) => value.__typename });
    problems.push(...(result.errors ?? []).map((error) => `${where}: reply: ${error.message}`));
  } else if (!Array.isArray(reply?.errors) && !reply?.message) {
    problems.push(`${where}: the reply has neither data nor errors`);
  }
  return problems;
}
