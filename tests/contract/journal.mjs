// Whether traffic is GitHub's: REST by github.json with Ajv, an implementation independent of the Rust tests'; GraphQL
// by GitHub's schema.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { answer, load, variables } from './documents.mjs';

const github = JSON.parse(readFileSync(new URL('github.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addSchema({ $id: 'github', schemas: github.schemas });

function validate(what, schema, value) {
  const text = JSON.stringify(schema).replaceAll('"#/schemas/', '"github#/schemas/');
  const check = ajv.compile(JSON.parse(text));
  assert.ok(check(value), `${what}: ${ajv.errorsText(check.errors)}`);
}

function rest(entry) {
  const { operation, status } = entry;
  const described = github.operations[operation];
  assert.ok(described, `${entry.method} ${entry.path} is no operation that GitHub describes`);
  const name = `${entry.index} ${operation}`;
  if (entry.request !== null && described.request) validate(`${name} request`, described.request, entry.request);
  for (const [key] of entry.query) {
    assert.ok(key in described.query, `${name}: GitHub knows no ${key} in the query`);
  }
  const schema = described.responses[status];
  if (entry.response === null) return;
  validate(`${name} ${status}`, schema ?? { $ref: '#/schemas/basic-error' }, entry.response);
}

function graphql(entry) {
  const document = load(entry.request.query);
  validate(`${entry.index} variables`, variables(document), entry.request.variables ?? {});
  assert.equal(entry.response.errors, undefined);
  validate(`${entry.index} answer`, answer(document), entry.response.data);
}

/** Fails at the first request or answer that is not as GitHub describes it. */
export function judge(journal) {
  for (const entry of journal) {
    if (/^(pages|storage)\//.test(entry.operation)) continue;
    if (entry.operation === 'graphql') graphql(entry);
    else rest(entry);
  }
}
