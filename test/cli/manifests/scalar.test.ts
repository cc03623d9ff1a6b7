import { expect } from 'chai';
import { parseYaml } from '../../../src/config/yaml.js';
import { readFast } from '../../../src/cli/manifests/fast-yaml.js';
import { plainScalar } from '../../../src/cli/manifests/scalar.js';

describe('plainScalar', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ...['y', 'Yes', 'on', 'TRUE'].map((text) => [text, true] as const),
    ...['n', 'No', 'OFF', 'false'].map((text) => [text, false] as const),
    ...['', '~', 'Null'].map((text) => [text, null] as const),
    ['0', 0],
    ['-12', -12],
    ['+1_000', 1000],
    ['0777', 511],
    ['0o17', 15],
    ['-0x1F', -31],
    ['0b101', 5],
    ['08', 8],
    ['.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ...[
      'yEs',
      'nULL',
      'oN',
      '1e400',
      '.inf',
      '.nan',
      '2026-01-01',
      '12:30:00',
      '1.2.3',
      '0xg',
      '-',
      '+',
      '.',
      '1Gi',
    ].map((text) => [text, text] as const),
  ];
  for (const [text, value] of cases) {
    it(`reads ${JSON.stringify(text)} as kubectl does`, () => {
      expect(plainScalar(text)).to.equal(value);
    });
  }

  it('agrees with the reader that knows positions', () => {
    // That one makes numbers of .inf and .nan, which no JSON object can hold, and one of a lone point.
    for (const [text] of cases.filter(([text]) => !['', '-', '.', '.inf', '.nan', '1e400', '0o17'].includes(text))) {
      const [document] = [...parseYaml(`a: ${text}\n`)];
      expect(readFast(`a: ${text}\n`), text).to.deep.equal({ value: document?.value });
    }
  });
});

describe('readFast', () => {
  for (const [what, text] of [
    ['a fault', 'a: [1\n'],
    ['a key that stands twice', 'a: 1\na: 2\n'],
    ['aliases that blow up', `a: &a [${'x,'.repeat(200)}]\nb: &b [${'*a,'.repeat(200)}]\nc: [${'*b,'.repeat(200)}]\n`],
    ['an alias within itself', 'a: &a [*a]\n'],
  ] as const) {
    it(`leaves ${what} to the slower reader`, () => {
      expect(readFast(text)).to.equal(undefined);
    });
  }

  it('refuses a map as a key, as kubectl does', () => {
    expect(readFast('a: {{ .Values.b }}\n')).to.deep.equal({ hasMapAsKey: true });
  });

  it('reads merge keys, quoted scalars, keys that are no text and an own __proto__', () => {
    const text = 'base: &b {x: 1}\na:\n  <<: *b\n  "on": "on"\n  yes: \'1\'\n  2: !!str 3\n  __proto__: {q: 1}\n';
    const { a } = (readFast(text) as { value: { a: object } }).value;
    expect(Object.entries(a)).to.deep.include(['__proto__', { q: 1 }]);
    expect(Object.getPrototypeOf(a)).to.equal(Object.prototype);
    expect(a).to.include({ x: 1, on: 'on', true: '1', 2: '3' });
  });
});
