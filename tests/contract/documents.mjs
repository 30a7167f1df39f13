// GraphQL documents against GitHub's schema: validated, and turned into schemas of variables and answers.

import { readFileSync } from 'node:fs';
import {
  OverlappingFieldsCanBeMergedRule, buildSchema, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType,
  isObjectType, parse, specifiedRules, typeFromAST, validate,
} from 'graphql';

const definition = new URL('node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
// GitHub defines one field twice, which the language forbids: not checked here.
export const schema = buildSchema(readFileSync(definition, 'utf8'), { assumeValidSDL: true });

// semantic-release asks issues and pull requests for their `state`, which is of two types. GitHub answers all the same.
const RULES = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

/** A document that GitHub would accept. */
export function load(text, name = 'document') {
  const document = parse(text);
  const errors = validate(schema, document, RULES);
  if (errors.length > 0) throw new Error(`${name}: ${errors.map((error) => error.message).join('; ')}`);
  return document;
}

const SCALARS = { String: 'string', ID: 'string', Int: 'integer', Float: 'number', Boolean: 'boolean' };

/** A leaf type as JSON Schema: scalars of GitHub's own are strings. */
function leaf(type) {
  if (isEnumType(type)) return { enum: type.getValues().map((value) => value.name) };
  return { type: SCALARS[type.name] ?? 'string' };
}

function orNull(type, made) {
  return isNonNullType(type) ? made : { anyOf: [made, { type: 'null' }] };
}

function input(type) {
  const bare = getNullableType(type);
  if (isListType(bare)) return orNull(type, { type: 'array', items: input(bare.ofType) });
  if (!isInputObjectType(bare)) return orNull(type, leaf(bare));
  const fields = Object.values(bare.getFields());
  return orNull(type, {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, input(field.type)])),
    required: fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined).map((field) => field.name),
    additionalProperties: false,
  });
}

const operation = (document) => document.definitions.find((each) => each.kind === 'OperationDefinition');

/** The schema of a document's variables. */
export function variables(document) {
  const defined = operation(document).variableDefinitions ?? [];
  const type = (each) => typeFromAST(schema, each.type);
  return {
    type: 'object',
    properties: Object.fromEntries(defined.map((each) => [each.variable.name.value, input(type(each))])),
    required: defined.filter((each) => isNonNullType(type(each)) && !each.defaultValue).map((each) => each.variable.name.value),
    additionalProperties: false,
  };
}

function output(type, selections, fragments) {
  const bare = getNullableType(type);
  if (isListType(bare)) return orNull(type, { type: 'array', items: output(bare.ofType, selections, fragments) });
  if (!selections) return orNull(type, leaf(bare));
  return orNull(type, object(bare, selections, fragments));
}

/** What is selected of an object; of an abstract type, what fragments select may be there. */
function object(type, selections, fragments) {
  const made = { type: 'object', properties: {}, required: [], additionalProperties: false };
  const collect = (on, set, always) => {
    for (const each of set.selections) {
      if (each.kind === 'Field') {
        const key = (each.alias ?? each.name).value;
        const field = each.name.value === '__typename' ? null : on.getFields()[each.name.value];
        const one = field ? output(field.type, each.selectionSet, fragments) : { type: 'string' };
        // Of two types it may be either.
        const other = made.properties[key];
        made.properties[key] = other && JSON.stringify(other) !== JSON.stringify(one) ? { anyOf: [other, one] } : one;
        const conditional = (each.directives ?? []).length > 0;
        if (always && !conditional && !made.required.includes(key)) made.required.push(key);
      } else {
        const fragment = each.kind === 'FragmentSpread' ? fragments[each.name.value] : each;
        const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : on;
        collect(condition, fragment.selectionSet, always && condition === on && isObjectType(on));
      }
    }
  };
  collect(type, selections, true);
  return made;
}

/** The schema of the `data` that answers a document. */
export function answer(document) {
  const fragments = Object.fromEntries(
    document.definitions.filter((each) => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]),
  );
  const { operation: kind, selectionSet } = operation(document);
  return object(kind === 'mutation' ? schema.getMutationType() : schema.getQueryType(), selectionSet, fragments);
}
