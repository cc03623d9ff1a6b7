import { expect } from 'chai';
import { namespaceOf, placeOf } from '../../src/policy/place.js';
import type { JsonObject } from '../../src/policy/json.js';

const object = (apiVersion: string, kind: string, metadata: JsonObject = { namespace: 'shop' }): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'web', ...metadata },
});

/** Where each object is judged: by what it says itself, and when nothing is said and `other` is asked for. */
const cases: readonly (readonly [name: string, object: JsonObject, place: string | undefined])[] = [
  ['the namespace that it names', object('v1', 'Pod'), 'shop'],
  ['the namespace that is asked for, where it names none', object('v1', 'Pod', {}), 'other'],
  ['no namespace, when its kind is in none', object('rbac.authorization.k8s.io/v1', 'ClusterRole', {}), undefined],
  ['no namespace, whatever it names', object('rbac.authorization.k8s.io/v1beta1', 'ClusterRoleBinding'), undefined],
  ['itself, when it is a Namespace', object('v1', 'Namespace'), 'web'],
  ['the namespace of a kind of the same name of others', object('example.com/v1', 'ClusterRole'), 'shop'],
];

describe('the place of an object', () => {
  for (const [name, one, place] of cases) {
    it(`is ${name}`, () => {
      expect(placeOf(one, 'other')).to.equal(place);
    });
  }

  it('is none for what is no object of Kubernetes', () => {
    expect([placeOf({}), placeOf({ metadata: null }), placeOf({ metadata: { namespace: 5 } })]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is not named by an object whose kind is in none', () => {
    expect(namespaceOf(object('v1', 'Node'))).to.equal(undefined);
    expect(namespaceOf(object('v1', 'Namespace'))).to.equal(undefined);
  });
});
