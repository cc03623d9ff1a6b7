import { expect } from 'chai';
import { plainScalar } from '../../src/config/yaml-scalar.js';
import { parseYaml } from '../../src/config/yaml.js';

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
    ['0O17', 15],
    ['-0x1F', -31],
    ['0b101', 5],
    ['08', 8],
    ['.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['-_1', -1],
    ['.1_5', 0.15],
    ['0xFFFFFFFFFFF', 0xfffffffffff],
    ['01777777777777777777777777', Number('1777777777777777777777777')],
    ...[
      'yEs',
      'nULL',
      'oN',
      '1e400',
      '.info',
      '..inf',
      '2026-01-01',
      '12:30:00',
      '1.2.3',
      '0xg',
      '-',
      '+',
      '.',
      '._5',
      '.1_',
      '_1',
      `0x${'5a'.repeat(20)}`,
      '1Gi',
    ].map((text) => [text, text] as const),
  ];
  for (const [text, value] of cases) {
    it(`reads ${JSON.stringify(text)} as kubectl does`, () => {
      expect(plainScalar(text)).to.equal(value);
    });
  }

  it('is what the parser makes of a scalar without quotes', () => {
    for (const [text, value] of cases.filter(([text]) => text !== '-')) {
      const [document] = [...parseYaml(`a: ${text}\n`)];
      expect(document?.value, text).to.deep.equal({ a: value });
    }
  });

  it('leaves out what JSON has no value for, unless it is a key or a text on purpose', () => {
    for (const text of ['.inf', '-.Inf', '+.INF', '.NaN', '[1, .nan]', '!!float .inf']) {
      const [document] = [...parseYaml(`a: ${text}\n`)];
      const messages = document?.problems.map(({ message }) => message) ?? [];
      expect(messages, text).to.have.length(1);
      expect(messages[0], text).to.contain('no value that JSON has');
    }
    for (const text of ['".inf"', '!!str .nan', '! .inf', '!own +.inf', '{.inf: 1}', '.nAn']) {
      const [document] = [...parseYaml(`a: ${text}\n`)];
      expect(document?.problems, text).to.deep.equal([]);
    }
  });
});
