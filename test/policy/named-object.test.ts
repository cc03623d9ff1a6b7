import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { objectNamed } from '../../src/policy/named-object.js';

const named = (name: string, spec: JsonObject = {}): JsonObject => ({ metadata: { name }, spec });

describe('the object of a name', () => {
  it('is found among others', () => {
    expect(objectNamed('b', [named('a'), named('b')])).to.deep.equal(named('b'));
    expect(objectNamed('c', [named('a'), { metadata: null }])).to.equal(undefined);
  });

  it('is not known where there are several', () => {
    expect(objectNamed('a', [named('a', { replicas: 1 }), named('a', { replicas: 3 })])).to.equal(undefined);
  });
});
