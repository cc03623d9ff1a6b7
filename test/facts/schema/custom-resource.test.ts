import { expect } from 'chai';
import { createSchemas } from '../../../src/facts/schema/schema-fact.js';
import type { Json, JsonObject } from '../../../src/policy/json.js';
import { newestKubernetes } from '../../../src/policy/version.js';
import { customResourceDefinition } from '../../builders.js';

/** A CustomResourceDefinition of example.com Backup, whose spec has the schema that is given. */
function definition(spec: JsonObject, version: JsonObject = {}): JsonObject {
  const schema = { type: 'object', required: ['spec'], properties: { spec } };
  return customResourceDefinition({ group: 'example.com', kind: 'Backup' }, schema, version);
}

function backup(spec: Json | undefined, more: JsonObject = {}): JsonObject {
  return { apiVersion: 'example.com/v1', kind: 'Backup', metadata: { name: 'a' }, spec, ...more };
}

/** What is found in a Backup, or what is noted when no schema of it is known. */
async function judge(crd: JsonObject, object: JsonObject): Promise<readonly string[]> {
  const notes: string[] = [];
  const schemas = createSchemas({
    kubernetesVersion: newestKubernetes,
    strict: false,
    note: (text) => notes.push(text),
  });
  schemas.learn(crd);
  const fact = await schemas.lookup(object, 'Backup');
  return [...(fact.known ? fact.value : []).map(({ path, message }) => `${path}: ${message}`), ...notes];
}

const plain: JsonObject = {
  type: 'object',
  required: ['schedule'],
  properties: {
    schedule: { type: 'string' },
    keep: { type: 'integer', nullable: true },
    paths: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' } } } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

describe('the schema of a custom resource', () => {
  it('comes from its definition', async () => {
    const good = backup({ schedule: '@daily', keep: 3, paths: [{ path: '/' }], labels: { a: 'b' } });
    expect(await judge(definition(plain), good)).to.deep.equal([]);
    const bad = backup({ scedule: '@daily', keep: 'all', paths: [{ pth: '/' }, 5], labels: { a: 1 } }, { sepc: {} });
    expect(await judge(definition(plain), bad)).to.deep.equal([
      '/spec/scedule: unknown field "scedule"; did you mean "schedule"?',
      '/spec/keep: keep is the text "all", a whole number is wanted',
      '/spec/paths/0/pth: unknown field "pth"; did you mean "path"?',
      '/spec/paths/1: paths[1] is a number, an object is wanted',
      '/spec/labels/a: labels["a"] is a number, text is wanted: put it in quotes',
      '/spec/schedule: the required field "schedule" is missing',
      '/sepc: unknown field "sepc"; did you mean "spec"?',
    ]);
    expect(await judge(definition(plain), backup(undefined))).to.deep.equal([
      '/spec: the required field "spec" is missing',
    ]);
  });

  it('holds the metadata to the schema of all metadata', async () => {
    const object = backup({ schedule: '@daily' }, { metadata: { name: 'a', lables: {}, labels: { a: 5 } } });
    expect(await judge(definition(plain), object)).to.deep.equal([
      '/metadata/lables: unknown field "lables"; did you mean "labels"?',
      '/metadata/labels/a: labels["a"] is a number, text is wanted: put it in quotes',
    ]);
  });

  it('takes null for a value where the field is nullable, and for absent everywhere else but in lists', async () => {
    const spec: JsonObject = {
      type: 'object',
      required: ['mode', 'keep', 'schedule'],
      properties: { mode: { type: 'string', default: 'full' }, ...(plain['properties'] as JsonObject) },
    };
    const good = { schedule: '@daily', keep: null, mode: null, paths: null };
    expect(await judge(definition(spec), backup(good))).to.deep.equal([]);
    expect(await judge(definition(spec), backup({ schedule: null, paths: [null] }))).to.deep.equal([
      '/spec/paths/0: paths[0] is null, an object is wanted',
      '/spec/keep: the required field "keep" is missing',
      '/spec/schedule: the required field "schedule" is missing',
    ]);
  });

  it('keeps unknown fields where they are to be preserved, and there alone', async () => {
    const spec = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: {
        strict: { type: 'object', properties: { a: { type: 'string' } } },
        any: { 'x-kubernetes-preserve-unknown-fields': true },
      },
    };
    expect(await judge(definition(spec), backup({ other: 1, any: [1, {}], strict: { a: 'b' } }))).to.deep.equal([]);
    expect(await judge(definition(spec), backup({ strict: { other: 1 } }))).to.deep.equal([
      '/spec/strict/other: unknown field "other"',
    ]);
  });

  it('knows numbers that may be text, and objects within objects', async () => {
    const spec = {
      type: 'object',
      properties: {
        port: { 'x-kubernetes-int-or-string': true },
        template: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
      },
    };
    const template: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: { nam: 'a' }, spec: {} };
    expect(await judge(definition(spec), backup({ port: 'http' }))).to.deep.equal([]);
    expect(await judge(definition(spec), backup({ port: true, template }))).to.deep.equal([
      '/spec/port: port is true or false, a whole number or text is wanted',
      '/spec/template/metadata/nam: unknown field "nam"; did you mean "name"?',
    ]);
    expect(await judge(definition(spec), backup({ template: { kind: 'Pod' } }))).to.deep.equal([
      '/spec/template/apiVersion: the required field "apiVersion" is missing',
    ]);
  });

  it('is that of the version that is served', async () => {
    expect(await judge(definition(plain, { served: false }), backup({}))).to.deep.equal([
      'no schema of example.com/v1 Backup is known, so its fields were not checked',
    ]);
    expect(await judge(definition(plain, { name: 'v2' }), backup({}))).to.deep.equal([
      'no schema of example.com/v1 Backup is known, so its fields were not checked; did you mean example.com/v2 Backup?',
    ]);
    expect(await judge(definition(plain, { schema: null }), backup({ any: 1 }, { other: 2 }))).to.deep.equal([]);
  });

  it('says nothing about fields where the definition itself is broken', async () => {
    const broken: readonly JsonObject[] = [
      { type: 'object', properties: { a: null, b: 5, c: { type: 'nonsense' }, d: { type: 'array', items: 'x' } } },
      { type: 'object', required: 'x', properties: { a: { type: ['string'] }, b: {}, c: {}, d: {} } },
    ];
    for (const spec of broken) {
      expect(await judge(definition(spec), backup({ a: 1, b: [], c: {}, d: [1] }))).to.deep.equal([]);
    }
    const noObject = { ...definition(plain), spec: 'x' };
    expect(await judge(noObject, backup({}))).to.have.length(1);
  });

  it('gives up on an object that is nested without end', async () => {
    let spec: JsonObject = { type: 'string' };
    for (let depth = 0; depth < 20_000; depth++) spec = { type: 'object', properties: { a: spec } };
    expect(await judge(definition(spec), backup({}))).to.deep.equal([
      'an object was not held to its schema: it is nested too deeply',
    ]);
  });
});
