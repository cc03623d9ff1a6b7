import { expect } from 'chai';
import { merge } from '../../scripts/openapi/merge.js';
import { reduce } from '../../scripts/openapi/reduce.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** A document of one kind, whose spec has the fields that are given. */
function documentOf(fields: object, required: readonly string[] = []): object {
  const schemas = {
    'com.example.Cat': {
      description: 'A cat.',
      type: 'object',
      properties: {
        kind: { type: 'string' },
        metadata: { allOf: [ref(META)], default: {} },
        spec: { allOf: [ref('com.example.CatSpec')], description: 'What it should be.' },
      },
      'x-kubernetes-group-version-kind': [{ group: 'example.com', kind: 'Cat', version: 'v1' }],
    },
    'com.example.CatSpec': { type: 'object', properties: fields, required },
    'com.example.Unused': { type: 'object', properties: { a: { type: 'string' } } },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
    [META]: { type: 'object', properties: { name: { type: 'string', description: 'Its name.' } } },
    'com.example.CatList': {
      type: 'object',
      properties: { kind: { type: 'string' }, metadata: ref('com.example.ListMeta') },
      'x-kubernetes-group-version-kind': [{ group: 'example.com', kind: 'CatList', version: 'v1' }],
    },
  };
  return { components: { schemas } };
}

describe('the schemas that come with the package', () => {
  it('keep fields, types and what is required of the kinds that stand alone, and nothing else', () => {
    const weight = { allOf: [ref('io.k8s.apimachinery.pkg.api.resource.Quantity')] };
    const { kinds, definitions } = reduce([documentOf({ weight, age: { type: 'integer', format: 'int32' } }, ['age'])]);
    expect([...kinds]).to.deep.equal([['example.com/v1 Cat', 'com.example.Cat']]);
    expect(Object.fromEntries(definitions)).to.deep.equal({
      'com.example.Cat': {
        properties: { kind: { type: 'string' }, metadata: { $ref: META }, spec: { $ref: 'com.example.CatSpec' } },
      },
      'com.example.CatSpec': {
        properties: { age: { type: 'integer', format: 'int32' }, weight: { format: 'quantity' } },
        required: ['age'],
      },
      [META]: { properties: { name: { type: 'string' } } },
    });
  });

  it('hold a definition once for all releases that agree on it', () => {
    const [old, new_] = [documentOf({ age: { type: 'integer' } }), documentOf({ age: { type: 'string' } })];
    const releases = { '1.1.0': old, '1.2.0': old, '1.3.0': new_ };
    const file = merge(new Map(Object.entries(releases).map(([name, document]) => [name, reduce([document])])));
    expect(file.releases).to.deep.equal(['1.1.0', '1.2.0', '1.3.0']);
    expect(file.definitions['com.example.CatSpec']).to.deep.equal([
      { in: [0, 1], definition: { properties: { age: { type: 'integer' } } } },
      { in: [2], definition: { properties: { age: { type: 'string' } } } },
    ]);
    expect(file.definitions[META]?.map(({ in: places }) => places)).to.deep.equal([[0, 1, 2]]);
  });
});
