import { expect } from 'chai';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { isMet, isWithin, plainRequirementsOf, requirementsOf, selects } from '../../src/policy/selector.js';

const labels = { app: 'web', tier: 'front', canary: '' };
const expression = (operator: Json, values?: Json, key: Json = 'app'): Json => ({
  matchExpressions: [{ key, operator, ...(values !== undefined && { values }) }],
});

const labelsAs = (matchLabels: JsonObject): Json => ({ matchLabels });

const table: readonly (readonly [name: string, selector: Json | undefined, labels: JsonObject | undefined, boolean])[] =
  [
    ['everything, when it is empty', {}, labels, true],
    ['what has no labels, when it is empty', { matchLabels: {}, matchExpressions: [] }, undefined, true],
    ['anything, when it is null', null, labels, false],
    ['anything, when it is absent', undefined, labels, false],
    ['by equal labels', { matchLabels: { app: 'web', tier: 'front' } }, labels, true],
    ['by an empty value', { matchLabels: { canary: '' } }, labels, true],
    ['by all labels, not by some', { matchLabels: { app: 'web', tier: 'back' } }, labels, false],
    ['by own labels alone', { matchLabels: { constructor: 'x' } }, {}, false],
    ['by In', expression('In', ['api', 'web']), labels, true],
    ['by In, not among them', expression('In', ['api']), labels, false],
    ['by In, when it is absent', expression('In', ['api'], 'zone'), labels, false],
    ['by NotIn', expression('NotIn', ['api']), labels, true],
    ['by NotIn, among them', expression('NotIn', ['web']), labels, false],
    ['by NotIn, when it is absent', expression('NotIn', ['web'], 'zone'), labels, true],
    ['by Exists', expression('Exists'), labels, true],
    ['by Exists, when it is absent', expression('Exists', undefined, 'zone'), labels, false],
    ['by Exists, not on the prototype', expression('Exists', undefined, 'constructor'), labels, false],
    ['by DoesNotExist', expression('DoesNotExist', [], 'zone'), labels, true],
    ['by DoesNotExist, when it is there', expression('DoesNotExist'), labels, false],
    ['by both lists', { matchLabels: { app: 'web' }, ...(expression('NotIn', ['web']) as JsonObject) }, labels, false],
  ];

const invalid: readonly (readonly [name: string, selector: Json])[] = [
  ['a word', 'app=web'],
  ['a label that is no text', { matchLabels: { app: 1 } }],
  ['labels that are a list', { matchLabels: ['app'] }],
  ['expressions that are no list', { matchExpressions: {} }],
  ['an expression without a key', expression('Exists', [], '')],
  ['an operator that is mis-cased', expression('in', ['web'])],
  ['In without values', expression('In', [])],
  ['Exists with values', expression('Exists', ['web'])],
  ['values that are no text', expression('In', [1])],
];

describe('a label selector', () => {
  for (const [name, selector, of, expected] of table) {
    it(`${expected ? 'selects' : 'does not select'} ${name}`, () => {
      expect(selects(selector, of)).to.equal(expected);
    });
  }

  for (const [name, selector] of invalid) {
    it(`that is ${name} selects nothing`, () => {
      expect(requirementsOf(selector)).to.equal(undefined);
      expect(selects(selector, labels)).to.equal(false);
    });
  }

  it('says where each of its requirements stands', () => {
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
    expect(requirementsOf(selector)?.map(({ at }) => at)).to.deep.equal([
      ['matchLabels', 'app'],
      ['matchExpressions', 0],
    ]);
  });

  it('is within another one when every value that it lists is met there', () => {
    const web = { matchLabels: { app: 'web' } };
    const table: readonly (readonly [Json | undefined, Json | undefined, boolean])[] = [
      [web, web, true],
      [labelsAs({ app: 'web', tier: 'front' }), web, true],
      [web, labelsAs({ app: 'web', tier: 'front' }), false],
      [web, labelsAs({ app: 'api' }), false],
      [expression('In', ['web', 'api']), web, false],
      [web, expression('In', ['web', 'api']), true],
      [web, expression('NotIn', ['api']), true],
      [web, expression('NotIn', ['web']), false],
      [web, expression('Exists'), true],
      [expression('Exists'), expression('Exists'), false],
      [{}, web, false],
      [web, {}, false],
      [web, null, false],
      [undefined, web, false],
    ];
    for (const [one, other, expected] of table) {
      expect(isWithin(one, other), JSON.stringify([one, other])).to.equal(expected);
    }
  });

  it('may be a plain map', () => {
    const [first] = plainRequirementsOf({ app: 'web' }) ?? [];
    expect(first).to.deep.equal({ key: 'app', operator: 'In', values: ['web'], at: ['app'] });
    expect(first !== undefined && isMet(first, labels)).to.equal(true);
    expect(plainRequirementsOf(null)).to.equal(undefined);
  });
});
