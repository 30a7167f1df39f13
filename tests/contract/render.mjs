// Renders github.json: what GitHub's own descriptions say of the operations that are used here, and no more.
//
//     node tests/contract/render.mjs           writes it
//     node tests/contract/render.mjs --check   fails if it is not what would be written
//
// OpenAPI 3.0 becomes JSON Schema 2020-12: `nullable` becomes a type, bodies of requests are closed to unknown
// fields, and words are left out. Each GraphQL document of documents/ is validated, and becomes a schema of its
// variables and one of its answer.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answer, load, variables } from './documents.mjs';

const require = createRequire(import.meta.url);
const here = new URL('./', import.meta.url);
const NAME = '@octokit/openapi/generated/api.github.com.json';
const source = readFileSync(require.resolve(NAME));
const api = JSON.parse(source);

/** The operations of the embedded GitHub's list. Those of `pages/` and `storage/` are not of the API. */
function served() {
  const routes = new URL('../../crates/github-sim/src/routes/', here);
  const ids = readdirSync(routes).flatMap((file) =>
    [...readFileSync(new URL(file, routes), 'utf8').matchAll(/\broute\(\s*"([^"]+)"/g)].map((match) => match[1]),
  );
  return ids.filter((id) => !/^(pages|storage|graphql)/.test(id)).sort();
}

const WORDS = ['description', 'title', 'example', 'examples', 'externalDocs', 'deprecated', 'readOnly', 'writeOnly', 'nullable', 'discriminator', 'default', 'xml'];
const FORMATS = ['date-time', 'uri'];

/**
 * What GitHub answers although its description does not say so, each with its source.
 */
const CORRECTIONS = {
  // "Upload a release asset": "This may leave an empty asset with a state of `starter`."
  'release-asset': (schema) => schema.properties.state.enum.push('starter'),
  // A label without a description: the schemas `pull-request` and `label` say that it is null.
  'pull-request-simple': (schema) => { schema.properties.labels.items.properties.description.type = ['string', 'null']; },
};

/** The same of what is sent. */
const REQUESTS = {
  // "You can also pass an `array` of labels directly"
  'issues/add-labels': (schema) => schema.oneOf.push({ type: 'array', items: { type: 'string' } }),
  'issues/set-labels': (schema) => schema.oneOf.push({ type: 'array', items: { type: 'string' } }),
};

const needed = new Map();

/** A schema of OpenAPI 3.0 as JSON Schema. `closed` refuses fields that are not named. */
function convert(schema, closed) {
  if (Array.isArray(schema)) return schema.map((each) => convert(each, closed));
  if (schema === null || typeof schema !== 'object') return schema;
  if (schema.$ref) return reference(schema.$ref, closed);
  const made = {};
  for (const [key, value] of Object.entries(schema)) {
    if (WORDS.includes(key) || key.startsWith('x-')) continue;
    if (key === 'format' && (!FORMATS.includes(value) || schema.default === '')) continue;
    if (key === 'properties') {
      made.properties = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, convert(each, closed)]));
    } else if (['enum', 'required', 'type', 'pattern', 'format'].includes(key)) {
      made[key] = value;
    } else {
      made[key] = convert(value, closed);
    }
  }
  if (closed && made.properties && made.additionalProperties === undefined) made.additionalProperties = false;
  if (schema.nullable) return nullable(made);
  return made;
}

function nullable(schema) {
  if (schema.type && !schema.allOf && !schema.anyOf && !schema.oneOf) {
    const made = { ...schema, type: [schema.type, 'null'] };
    if (made.enum && !made.enum.includes(null)) made.enum = [...made.enum, null];
    return made;
  }
  return { anyOf: [schema, { type: 'null' }] };
}

function reference(ref, closed) {
  const name = ref.split('/').pop();
  const key = closed ? `closed-${name}` : name;
  if (!needed.has(key)) {
    needed.set(key, null);
    const made = convert(api.components.schemas[name], closed);
    CORRECTIONS[name]?.(made);
    needed.set(key, made);
  }
  return { $ref: `#/schemas/${key}` };
}

const follow = (value) =>
  value.$ref ? value.$ref.slice(2).split('/').reduce((at, key) => at[key], api) : value;

function operation(path, method, described, shared) {
  const parameters = [...shared, ...(described.parameters ?? [])].map(follow);
  const query = parameters.filter((each) => each.in === 'query');
  const body = follow(described.requestBody ?? {}).content ?? {};
  const responses = {};
  for (const [status, response] of Object.entries(described.responses)) {
    const json = follow(response).content?.['application/json']?.schema;
    responses[status] = json ? convert(json, false) : null;
  }
  const request = body['application/json'] ? convert(body['application/json'].schema, true) : null;
  REQUESTS[described.operationId]?.(request);
  return {
    method: method.toUpperCase(),
    path,
    query: Object.fromEntries(query.map((each) => [each.name, convert(each.schema, false)])),
    requiredQuery: query.filter((each) => each.required).map((each) => each.name),
    request,
    // Such as an asset's bytes.
    binary: Object.keys(body).some((type) => type !== 'application/json'),
    responses,
  };
}

function operations() {
  const wanted = new Set(served());
  const found = {};
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, described] of Object.entries(item)) {
      if (!wanted.has(described?.operationId)) continue;
      found[described.operationId] = operation(path, method, described, item.parameters ?? []);
      wanted.delete(described.operationId);
    }
  }
  if (wanted.size > 0) throw new Error(`GitHub describes no such operation: ${[...wanted].join(', ')}`);
  return Object.fromEntries(Object.keys(found).sort().map((id) => [id, found[id]]));
}

function documents() {
  const folder = new URL('documents/', here);
  return readdirSync(folder).sort().map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const document = load(text, file);
    return { name: file.replace('.graphql', ''), text, variables: variables(document), answer: answer(document) };
  });
}

const version = (name) => JSON.parse(readFileSync(new URL('package.json', here))).dependencies[name];
const rendered = {
  note: 'Rendered by tests/contract/render.mjs: do not edit.',
  source: {
    openapi: `@octokit/openapi@${version('@octokit/openapi')}`,
    sha256: createHash('sha256').update(source).digest('hex'),
    graphql: `@octokit/graphql-schema@${version('@octokit/graphql-schema')}`,
  },
  operations: operations(),
  documents: documents(),
};
const errors = ['basic-error', 'validation-error', 'validation-error-simple'];
errors.forEach((name) => reference(`#/components/schemas/${name}`, false));
rendered.schemas = Object.fromEntries([...needed.keys()].sort().map((key) => [key, needed.get(key)]));

const target = new URL('github.json', here);
const text = `${JSON.stringify(rendered, null, 1)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('error: tests/contract/github.json is stale\nhint: node tests/contract/render.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
