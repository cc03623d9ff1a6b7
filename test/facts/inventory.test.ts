import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createInventory } from '../../src/facts/inventory.js';
import type { JsonObject } from '../../src/policy/json.js';
import { relatedKinds } from '../../src/policy/related.js';

function quota(name: string, namespace?: string, hard: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, ...(namespace && { namespace }) },
    spec: { hard },
  };
}

describe('the inventory', () => {
  const namesIn = (store: ReturnType<typeof createInventory>, namespace?: string): readonly unknown[] => {
    const fact = store.inventory('ResourceQuota', namespace);
    return fact.known ? fact.value.map(({ metadata }) => (metadata as JsonObject)['name']) : [fact.reason];
  };

  it('finds objects by kind and namespace, in the order of their names', () => {
    const store = createInventory(['ResourceQuota', 'Deployment']);
    for (const one of [quota('b', 'shop'), quota('a', 'shop'), quota('c', 'other')]) store.put(one);
    store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd', namespace: 'shop' } });
    expect(namesIn(store, 'shop')).to.deep.equal(['a', 'b']);
    expect(store.count('ResourceQuota')).to.equal(3);
    expect(store.inventory('Deployment', 'shop')).to.deep.equal({ known: true, value: [] });
  });

  it('keeps the newest of a name, and forgets what is dropped', () => {
    const store = createInventory(['ResourceQuota']);
    store.put(quota('a', 'shop', { pods: '1' }));
    store.put(quota('a', 'shop', { pods: '2' }));
    const fact = store.inventory('ResourceQuota', 'shop');
    expect(fact.known && fact.value.map(({ spec }) => spec)).to.deep.equal([{ hard: { pods: '2' } }]);
    store.drop('ResourceQuota', quota('a', 'shop'));
    expect(namesIn(store, 'shop')).to.deep.equal([]);
  });

  it('gives the same list until something in that namespace changes', () => {
    const store = createInventory(['ResourceQuota']);
    const listIn = (namespace: string): unknown => {
      const fact = store.inventory('ResourceQuota', namespace);
      return fact.known && fact.value;
    };
    for (const one of [quota('b', 'shop'), quota('a', 'other')]) store.put(one);
    const [shop, empty] = [listIn('shop'), listIn('empty')];
    store.put(quota('c', 'other'));
    expect([listIn('shop'), listIn('empty')]).to.deep.equal([shop, empty]);
    expect(listIn('shop')).to.equal(shop);
    store.put(quota('a', 'shop'));
    expect(namesIn(store, 'shop')).to.deep.equal(['a', 'b']);
    store.put(quota('everywhere'));
    expect(namesIn(store, 'shop')).to.deep.equal(['a', 'b', 'everywhere']);
    expect(namesIn(store, 'empty')).to.deep.equal(['everywhere']);
    store.drop('ResourceQuota', quota('everywhere'));
    expect(namesIn(store, 'shop')).to.deep.equal(['a', 'b']);
  });

  it('puts a complete listing in the place of what it had, in one step', () => {
    const store = createInventory(['ResourceQuota']);
    for (const name of ['a', 'b']) store.put(quota(name, 'shop'));
    store.replace('ResourceQuota', [quota('b', 'shop'), quota('c', 'other')]);
    expect([namesIn(store, 'shop'), namesIn(store, 'other')]).to.deep.equal([['b'], ['c']]);
    expect(store.count('ResourceQuota')).to.equal(2);
    store.replace('ResourceQuota', []);
    expect(store.count('ResourceQuota')).to.equal(0);
    expect(namesIn(store, 'shop')).to.deep.equal([]);
    store.replace('Role', [quota('a', 'shop')]);
    expect(store.inventory('Role', 'shop').known).to.equal(false);
  });

  it('finds what names no namespace wherever one looks', () => {
    const store = createInventory(['ResourceQuota']);
    store.put(quota('everywhere'));
    store.put(quota('there', 'shop'));
    expect(namesIn(store, 'shop')).to.deep.equal(['everywhere', 'there']);
    expect(namesIn(store)).to.deep.equal(['everywhere']);
  });

  it('knows nothing of a kind that it was not made for, nor of one that it went blind for', () => {
    const store = createInventory(['ResourceQuota']);
    expect(store.inventory('Role', 'shop').known).to.equal(false);
    store.put(quota('a', 'shop'));
    store.blind('ResourceQuota', 'forbidden');
    expect(namesIn(store, 'shop')).to.deep.equal(['forbidden']);
    store.blind('ResourceQuota', undefined);
    expect(namesIn(store, 'shop')).to.deep.equal(['a']);
  });

  it('has a page that says of each kind what an object costs', () => {
    const page = readFileSync(new URL('../../docs/inventory.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| (\w+) +\| [\d,]+ +\| [\d,]+ +\|$/gm)].map(([, kind]) => kind);
    expect(rows).to.deep.equal(Object.keys(relatedKinds).sort());
  });
});
