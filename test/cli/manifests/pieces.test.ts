import { expect } from 'chai';
import { piecesOf } from '../../../src/cli/manifests/pieces.js';
import { timed } from '../../timed.js';

const VALUES = 20_000;

function streamOf(separator: string): string {
  const values = Array.from({ length: VALUES }, (_, name) => JSON.stringify({ kind: 'ConfigMap', metadata: { name } }));
  return values.join(separator);
}

describe('the values of a stream of JSON', () => {
  it('have the line and the column of the file that they stand in', () => {
    const places = [...piecesOf('{"a":1}\r\n{"b":\r2} {"c":3}{"d":4}\n\n  {"e":5} {x')].map(
      ({ text, linesBefore, columnsBefore }) => [text, linesBefore, columnsBefore],
    );
    expect(places).to.deep.equal([
      ['{"a":1}', 0, 0],
      ['{"b":\r2}', 1, 0],
      ['{"c":3}', 2, 3],
      ['{"d":4}', 2, 10],
      ['{"e":5}', 4, 2],
      [' {x', 4, 9],
    ]);
  });

  for (const [layout, separator] of [
    ['a line each', '\n'],
    ['all on one line', ' '],
  ] as const) {
    timed(`are found in a time that grows with their number and not with its square: ${layout}`, () => {
      const text = streamOf(separator);
      const start = performance.now();
      const { length } = [...piecesOf(text)];
      // Looking back to the start of the file for each value took some ten seconds; once through the text takes a tenth of one.
      expect([length, performance.now() - start < 2_000]).to.deep.equal([VALUES, true]);
    }).timeout(60_000);
  }

  it('stand alone: kubectl reads nothing else behind two of them', () => {
    const message = 'nothing but JSON may stand behind several values of JSON';
    const faults = (text: string): readonly unknown[] => [...piecesOf(text)].map(({ fault }) => fault?.message);
    expect(faults('{"a":1}{"b":2}\n---\nc: 3\n')).to.deep.equal([undefined, undefined, message]);
    expect(faults('{"a":1}\n---\nc: 3\n')).to.deep.equal([undefined, undefined]);
  });
});
