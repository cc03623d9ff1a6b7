import { expect } from 'chai';
import fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import { applyEdits, patchOf, toPatch } from '../../src/engine/edit.js';
import type { JsonObject } from '../../src/policy/json.js';
import { pointer } from '../../src/policy/pointer.js';
import type { Edit } from '../../src/policy/policy.js';
import { deepFreeze } from './sample-rules.js';

const asked = { overwrite: true } as const;
const unasked = { overwrite: false } as const;

function set(path: string, value: JsonObject | string | number | boolean): Edit {
  return { op: 'set', path, value };
}

describe('engine/edit', () => {
  it('makes missing parents, and a list where a dash says so', () => {
    const { object } = applyEdits({}, [set('/a/b', 1), set('/list/-/name', 'x'), set('/list/-', 'y')], asked);
    expect(object).to.deep.equal({ a: { b: 1 }, list: [{ name: 'x' }, 'y'] });
  });

  it('takes null for absent', () => {
    expect(applyEdits({ a: null }, [set('/a/b', 1)], unasked).object).to.deep.equal({ a: { b: 1 } });
    expect(applyEdits({ a: { b: null } }, [set('/a/b', 1)], unasked).object).to.deep.equal({ a: { b: 1 } });
  });

  it('never overwrites and never removes what the user set when nobody asked', () => {
    const before = { a: { b: 1 }, list: [{ c: false }] };
    const edits: Edit[] = [
      set('/a/b', 2),
      set('/a', 3),
      set('/list/0/c', true),
      { op: 'remove', path: '/a/b' },
      { op: 'remove', path: '/list/0' },
    ];
    const { object, applied, skipped } = applyEdits(before, edits, unasked);
    expect(object).to.equal(before);
    expect(applied).to.deep.equal([]);
    expect(skipped).to.deep.equal(edits);
  });

  it('replaces and removes what a fix names', () => {
    const { object } = applyEdits(
      { a: { b: 1, c: 2 }, list: ['x', 'y'] },
      [set('/a/b', 9), { op: 'remove', path: '/a/c' }, { op: 'remove', path: '/list/0' }],
      asked,
    );
    expect(object).to.deep.equal({ a: { b: 9 }, list: ['y'] });
  });

  for (const path of [
    '/status/x',
    '/metadata/managedFields',
    '/metadata/resourceVersion',
    '/__proto__/x',
    '/a/constructor',
    '/a/prototype/x',
    '',
    '/text/x',
    '/list/7/x',
    '/list/-1',
    '/list/x',
  ]) {
    it(`leaves ${path || 'the whole object'} alone`, () => {
      const before = { metadata: { name: 'a' }, text: 'x', list: ['y'] };
      const { object, skipped } = applyEdits(before, [set(path, 'z')], asked);
      expect(object).to.equal(before);
      expect(skipped).to.have.length(1);
      expect(({} as { x?: unknown }).x).to.equal(undefined);
    });
  }

  it('shares with the old object all that did not change', () => {
    const before = deepFreeze({ a: { b: {} }, c: { d: [1] } });
    const { object } = applyEdits(before, [set('/a/b/x', 1)], asked);
    expect(object['c']).to.equal(before.c);
    expect(before).to.deep.equal({ a: { b: {} }, c: { d: [1] } });
  });

  it('makes a patch that says no more than the change', () => {
    const before = { spec: { containers: [{ name: 'a', resources: {} }] } };
    const edits = [set('/spec/containers/0/resources/limits/memory', '1Gi')];
    expect(patchOf(before, edits)).to.deep.equal([
      { op: 'add', path: '/spec/containers/0/resources/limits', value: { memory: '1Gi' } },
    ]);
  });

  it('says nothing about an own __proto__ key that did not change', () => {
    const before = JSON.parse('{"a":{"__proto__":{"x":1}},"b":1}') as JsonObject;
    const { object } = applyEdits(before, [set('/a/y', 1)], asked);
    expect(toPatch(before, object)).to.deep.equal([{ op: 'add', path: '/a/y', value: 1 }]);
  });

  it('makes a patch that, strictly applied, gives the edited object (any object, any edits)', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'x/y', '~z', '');
    const tree = fc.letrec<{ node: unknown; leaf: unknown; object: Record<string, unknown> }>((tie) => ({
      leaf: fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.constant(null)),
      object: fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      node: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('object'), fc.array(tie('node'), { maxLength: 3 })),
    }));
    const segment = fc.oneof(key, fc.constantFrom(0, 1, '-'));
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => pointer('', ...segments));
    const edit = fc.oneof(
      path.map((at): Edit => ({ op: 'remove', path: at })),
      fc
        .record({ path, value: fc.constantFrom<string | number | boolean>(1, 'two', true) })
        .map(({ path: at, value }) => set(at, value)),
    );
    fc.assert(
      fc.property(tree.object, fc.array(edit, { maxLength: 5 }), fc.boolean(), (value, edits, overwrite) => {
        const before = deepFreeze(JSON.parse(JSON.stringify(value)) as JsonObject);
        const { object } = applyEdits(before, edits, { overwrite });
        const patch = [...toPatch(before, object)];
        const patched = jsonPatch.applyPatch(structuredClone(before), structuredClone(patch), true).newDocument;
        expect(patched).to.deep.equal(object);
        expect(applyEdits(object, [], { overwrite }).object).to.equal(object);
        const made = jsonPatch.applyPatch(structuredClone(before), structuredClone([...patchOf(before, edits)]), true);
        expect(made.newDocument).to.deep.equal(applyEdits(before, edits, { overwrite: true }).object);
      }),
      { numRuns: 500 },
    );
  });

  it('copies a long list once, however many edits go into it', () => {
    const list = deepFreeze(Array.from({ length: 40_000 }, (_, index) => ({ name: `c${index}` })));
    const edits = list.flatMap((_, index) => [set(`/list/${index}/a/b`, 1), set(`/list/${index}/a/c`, 2)]);
    const { object, applied } = applyEdits({ list }, edits, unasked);
    expect(applied).to.have.length(80_000);
    expect((object['list'] as readonly unknown[]).at(-1)).to.deep.equal({ name: 'c39999', a: { b: 1, c: 2 } });
  });
});
