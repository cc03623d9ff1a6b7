import { expect } from 'chai';
import { amendmentOf, createInputs } from '../../src/facts/inputs.js';
import type { InputStore } from '../../src/facts/inputs.js';
import { dig, stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { relatedKinds } from '../../src/policy/related.js';

/** A quota of so many pods, by which two of one name can be told apart. */
function quota(name: string, namespace?: string, pods = '1'): JsonObject {
  const metadata = { ...(name !== '' && { name }), ...(namespace !== undefined && { namespace }) };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods } } };
}

/** What is seen from a file, such as `a 1`, or why it is not known. */
function seen(store: InputStore, file: string, namespace?: string): readonly string[] | string {
  const fact = store.seenFrom(file)('ResourceQuota', namespace);
  if (!fact.known) return fact.reason;
  return fact.value.map((one) => `${stringAt(one['metadata'], 'name')} ${stringAt(dig(one, 'spec', 'hard'), 'pods')}`);
}

function storeOf(files: Readonly<Record<string, readonly JsonObject[]>>, namespace?: string): InputStore {
  const store = createInputs(['ResourceQuota'], namespace);
  for (const [file, objects] of Object.entries(files)) for (const one of objects) store.put(one, file);
  return store;
}

describe('the inventory of inputs', () => {
  it('holds all of them, by namespace and in the order of their names', () => {
    const store = storeOf({
      '/k/a.yaml': [quota('b', 'shop'), quota('a', 'shop')],
      '/k/b.yaml': [quota('c', 'other')],
    });
    store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd', namespace: 'shop' } }, '/k/b.yaml');
    expect(seen(store, '/k/b.yaml', 'shop')).to.deep.equal(['a 1', 'b 1']);
    expect(seen(store, '/k/b.yaml', 'none')).to.deep.equal([]);
    expect(store.seenFrom('/k/b.yaml')('Role', 'shop').known).to.equal(false);
  });

  it('holds the autoscaler that KEDA will make of a ScaledObject', () => {
    const store = createInputs(['HorizontalPodAutoscaler']);
    const metadata = { name: 'web', namespace: 'shop' };
    const spec = { scaleTargetRef: { name: 'web' }, minReplicaCount: 2 };
    store.put({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata, spec }, '/k/a.yaml');
    const fact = store.seenFrom('/k/b.yaml')('HorizontalPodAutoscaler', 'shop');
    expect(fact.known && fact.value.map((one) => dig(one, 'spec', 'minReplicas'))).to.deep.equal([2]);
  });

  it('sees the same list from everywhere while no two inputs of one name differ', () => {
    const store = storeOf({ '/k/a.yaml': [quota('a', 'shop')], '/k/b.yaml': [quota('a', 'shop')] });
    const [one, other] = ['/k/a.yaml', '/k/b.yaml'].map((file) => store.seenFrom(file)('ResourceQuota', 'shop'));
    expect(one?.known === true && other?.known === true && one.value === other.value).to.equal(true);
    expect(seen(store, '/k/a.yaml', 'shop')).to.deep.equal(['a 1']);
  });

  it('sees of inputs of one name the nearest: in the file, its folder, the folders of that, and so on from the next one up', () => {
    const store = storeOf({
      '/k/base.yaml': [quota('a', 'shop', '0')],
      '/k/prod/a.yaml': [quota('a', 'shop', '3'), quota('z', 'shop')],
      '/k/dev/app/a.yaml': [quota('a', 'shop', '1')],
      '/k/dev/app/b.yaml': [quota('b', 'shop')],
    });
    const looks = {
      '/k/prod/a.yaml': '3',
      '/k/prod/other.yaml': '3',
      '/k/prod/deeper/other.yaml': '3',
      '/k/dev/app/b.yaml': '1',
      '/k/dev/other.yaml': '1',
      '/k/dev/other/other.yaml': '1',
      '/k/other.yaml': '0',
      '/k/test/other.yaml': '0',
      '/other.yaml': undefined,
    };
    for (const [file, pods] of Object.entries(looks)) {
      const all = ['a 0', 'a 3', 'a 1'];
      expect(seen(store, file, 'shop'), file).to.deep.equal([...(pods ? [`a ${pods}`] : all), 'b 1', 'z 1']);
    }
  });

  it('sees several of one name where they are equally near and differ, whatever their order', () => {
    const files = {
      '/k/dev/a.yaml': [quota('a', 'shop')],
      '/k/prod/a.yaml': [quota('a', 'shop', '3'), quota('a', 'shop')],
    };
    const store = storeOf(files);
    expect(seen(store, '/k/b.yaml', 'shop')).to.deep.equal(['a 1', 'a 3']);
    expect(seen(store, '/k/prod/a.yaml', 'shop')).to.deep.equal(['a 3', 'a 1']);
    expect(seen(store, '/k/dev/b.yaml', 'shop')).to.deep.equal(['a 1']);
  });

  it('takes no two inputs without a name for the same', () => {
    expect(seen(storeOf({ '/a.yaml': [quota('', 'shop'), quota('', 'shop', '2')] }), '/a.yaml', 'shop')).to.have.length(
      2,
    );
  });

  it('finds what names no namespace wherever one looks, and looks from there where everything else is', () => {
    const store = storeOf({ '/a.yaml': [quota('everywhere')], '/b.yaml': [quota('there', 'shop')] });
    expect(seen(store, '/a.yaml', 'shop')).to.deep.equal(['everywhere 1', 'there 1']);
    expect(seen(store, '/a.yaml', 'other')).to.deep.equal(['everywhere 1']);
    expect(seen(store, '/a.yaml')).to.deep.equal(['everywhere 1', 'there 1']);
  });

  it('knows nothing without a namespace where there are objects of several', () => {
    const store = storeOf({ '/a.yaml': [quota('a', 'shop'), quota('b', 'other'), quota('c')] });
    expect(seen(store, '/a.yaml')).to.equal('nobody knows in which of several namespaces to look');
    expect(seen(store, '/a.yaml', 'shop')).to.deep.equal(['a 1', 'c 1']);
  });

  it('has what names no namespace in the default one, and nowhere else', () => {
    const store = storeOf({ '/a.yaml': [quota('a'), quota('b', 'other')] }, 'shop');
    expect(seen(store, '/a.yaml')).to.deep.equal(['a 1']);
    expect(seen(store, '/a.yaml', 'shop')).to.deep.equal(['a 1']);
    expect(seen(store, '/a.yaml', 'other')).to.deep.equal(['b 1']);
  });

  it('puts an input in the place of the object of its name in a cluster, however far it is', () => {
    const store = storeOf({ '/far/a.yaml': [quota('a', 'shop', '2'), quota('b', undefined, '2')] });
    const { keep } = relatedKinds.ResourceQuota;
    for (const name of ['a', 'b', 'c']) store.putKept('ResourceQuota', keep(quota(name, 'shop')));
    expect(seen(store, '/b.yaml', 'shop')).to.deep.equal(['a 2', 'b 2', 'c 1']);
  });

  it('knows what is in no namespace wherever one looks, whatever its manifest says', () => {
    const store = createInputs(['ClusterRole'], 'shop');
    for (const [index, metadata] of [{ name: 'a' }, { name: 'b', namespace: 'other' }].entries()) {
      store.put({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata }, `/${index}.yaml`);
    }
    const fact = store.seenFrom('/0.yaml')('ClusterRole', undefined);
    expect(fact.known && fact.value).to.have.length(2);
  });

  it('knows nothing of a kind that it went blind for', () => {
    const store = storeOf({ '/a.yaml': [quota('a', 'shop')] });
    store.blind('ResourceQuota', 'forbidden');
    expect(seen(store, '/a.yaml', 'shop')).to.equal('forbidden');
    store.blind('ResourceQuota', undefined);
    expect(seen(store, '/a.yaml', 'shop')).to.deep.equal(['a 1']);
  });

  it('shows to all what inputs have become, those of the same text in the same file, and no others', () => {
    const [before, after] = [quota('a', 'shop'), quota('a', 'shop', '2')];
    const store = storeOf({ '/one/a.yaml': [before, quota('b', 'shop')], '/two/a.yaml': [before] });
    expect(seen(store, '/one/x.yaml', 'shop')).to.deep.equal(['a 1', 'b 1']);
    const amendment = amendmentOf(before, after, '/one/a.yaml');
    store.amend(amendment === undefined ? [] : [amendment]);
    expect(seen(store, '/one/x.yaml', 'shop')).to.deep.equal(['a 2', 'b 1']);
    expect(seen(store, '/two/x.yaml', 'shop')).to.deep.equal(['a 1', 'b 1']);
  });

  it('takes no change for one that nobody who looks an object up would see', () => {
    const labelled = { ...quota('a', 'shop'), metadata: { name: 'a', namespace: 'shop', labels: { a: 'b' } } };
    expect(amendmentOf(quota('a', 'shop'), labelled, '/a.yaml')).to.equal(undefined);
    const other = { apiVersion: 'v1', kind: 'ConfigMap' };
    expect(amendmentOf(other, { ...other, data: {} }, '/a.yaml')).to.equal(undefined);
  });
});
