import { expect } from 'chai';
import { withoutSources } from '../../src/engine/gather.js';
import { createInventory } from '../../src/facts/inventory.js';
import { viewClaims } from '../../src/policy/ingress-claim.js';
import { rivalsFor } from '../../src/policy/ingress-rival.js';
import type { Rivals } from '../../src/policy/ingress-rival.js';
import type { JsonObject } from '../../src/policy/json.js';
import { timed } from '../timed.js';

const spec = (...hosts: readonly string[]): JsonObject => ({
  rules: hosts.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix' }] } })),
});
const ingress = (name: string, ...hosts: readonly string[]): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'shop' },
  spec: spec(...hosts),
});

const storeOf = (objects: readonly JsonObject[]) => {
  const store = createInventory(['Ingress']);
  objects.forEach(store.put);
  return store;
};

const rivalsOf = (object: JsonObject, { inventory }: ReturnType<typeof storeOf>): readonly Rivals[] => {
  const view = viewClaims(object);
  const facts = { ...withoutSources, inventory };
  const rivals = rivalsFor(view, { facts, namespace: 'shop' });
  return view.claims.map(rivals);
};

describe('the rivals of an Ingress', () => {
  it('are those who are there when it is asked', () => {
    const web = ingress('web', 'shop.example.com');
    const store = storeOf([web]);
    expect(rivalsOf(web, store)).to.deep.equal([{ names: [], more: 0 }]);
    store.put(ingress('cart', 'shop.example.com'));
    expect(rivalsOf(web, store)).to.deep.equal([{ names: ['cart'], more: 0 }]);
    store.put(ingress('cart', 'cart.example.com'));
    expect(rivalsOf(web, store)).to.deep.equal([{ names: [], more: 0 }]);
  });

  timed('are found in a time that grows with the Ingresses and not with their square', function () {
    this.timeout(4_000);
    const all = Array.from({ length: 4_000 }, (_, index) => ingress(`web-${index}`, 'shop.example.com'));
    const store = storeOf(all);
    for (const one of all) expect(rivalsOf(one, store)[0]?.more).to.equal(3_989);
  });

  timed('are found in such a time for one of thousands of hosts', function () {
    this.timeout(4_000);
    const hosts = Array.from({ length: 5_000 }, (_, index) => `h${index}.example.com`);
    const [one, other] = [ingress('one', ...hosts), ingress('other', ...hosts)];
    expect(rivalsOf(one, storeOf([one, other]))).to.have.length(5_000);
  });
});
