import { expect } from 'chai';
import { decode } from '../../../src/cli/manifests/decode.js';
import { salvage } from '../../../src/cli/manifests/salvage.js';

const NO_UTF8 = 'this is not UTF-8 text';
const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('the bytes of a manifest', () => {
  it('are UTF-8, with or without a byte order mark', () => {
    expect(decode(bytes('a: \u00e9\n'))).to.deep.equal({ text: 'a: \u00e9\n' });
    expect(decode(bytes('\uFEFFa: b\n'))).to.deep.equal({ text: 'a: b\n' });
    expect(decode(bytes('a: \uFFFD\n'))).to.deep.equal({ text: 'a: \uFFFD\n' });
  });

  it('are refused with the place of the first bad one', () => {
    expect(decode(bytes('a: caf', 0xe9, '\n'))).to.deep.equal({ line: 1, column: 7, message: NO_UTF8 });
    expect(decode(bytes('a: 1\nb: \u00e9\u{1F600}', 0xff, 0xff))).to.deep.equal({
      line: 2,
      column: 7,
      message: NO_UTF8,
    });
    expect(decode(bytes('\uFEFFa', 0xff))).to.deep.equal({ line: 1, column: 2, message: NO_UTF8 });
    expect(decode(bytes('a: \uFFFD\n\uFFFD', 0xe2, 0x82))).to.deep.equal({ line: 2, column: 2, message: NO_UTF8 });
    expect(decode(bytes(0x80))).to.deep.equal({ line: 1, column: 1, message: NO_UTF8 });
  });

  it('are told from UTF-16', () => {
    const wide = Buffer.from('\uFEFFa: b\n', 'utf16le');
    expect(decode(wide))
      .to.have.property('message')
      .that.matches(/^this is UTF-16: convert it to UTF-8/);
    expect(decode(Buffer.from(wide).swap16()))
      .to.have.property('message')
      .that.matches(/^this is UTF-16/);
  });

  it('are read as far as they are UTF-8, with the place of each bad line', () => {
    expect(salvage(bytes('\uFEFFa: 1\nb: caf', 0xe9, '\nc: \uFFFD\n', 0xff))).to.deep.equal({
      text: 'a: 1\nb: caf\uFFFD\nc: \uFFFD\n\uFFFD',
      bad: [
        { offset: 11, line: 2, column: 7 },
        { offset: 18, line: 4, column: 1 },
      ],
    });
    expect(salvage(bytes('caf', 0xe9, '\n', 'a\n'.repeat(100_000)))?.bad).to.have.lengthOf(1);
    expect(salvage(Buffer.alloc(10_000, '\xff\n', 'latin1')), 'no text').to.equal(undefined);
  });
});
