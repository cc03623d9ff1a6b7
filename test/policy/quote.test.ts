import { expect } from 'chai';
import fc from 'fast-check';
import { clip, message, printable, quote } from '../../src/policy/quote.js';

describe('a quoted value', () => {
  it('is in double quotes', () => {
    expect(quote('web')).to.equal('"web"');
    expect(quote(true)).to.equal('"true"');
    expect(quote(null)).to.equal('"null"');
    expect(quote(undefined)).to.equal('"nothing"');
  });

  it('names lists and objects by what they are, however deep they go', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(quote(deep)).to.equal('a list');
    expect(quote({ password: 'x' })).to.equal('an object');
  });

  it('is cut where a name would be', () => {
    expect(quote('n'.repeat(63))).to.equal(`"${'n'.repeat(63)}"`);
    expect(quote('n'.repeat(64))).to.equal(`"${'n'.repeat(62)}…"`);
    expect(clip('abc', 2)).to.equal('a…');
  });

  it('shows what a terminal would act on as a replacement character', () => {
    expect(printable('a\u001b[31m\n\u202eb\ud800')).to.equal('a\uFFFD[31m\uFFFD\uFFFDb\uFFFD');
  });
});

describe('a message', () => {
  it('shows numbers and booleans as they are', () => {
    expect(message((show) => `${show('a')} is ${show(5)} and ${show(false)}`)).to.equal('"a" is 5 and false');
  });

  it('gives a value the room that is left', () => {
    const image = `registry.example.com/${'x'.repeat(60)}`;
    expect(message((show) => `container ${show('web')}: image ${show(image)}`)).to.include(image);
  });

  it('has 120 characters at most and no control character, whatever it shows', () => {
    const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.jsonValue(), fc.double());
    fc.assert(
      fc.property(value, value, value, (one, other, third) => {
        const text = message((show) => `container ${show(one)}: ${show(other)} is above the limit ${show(third)}`);
        expect(text.length).to.be.at.most(120);
        expect(text).not.to.match(/\p{Cc}|\p{Cs}/u);
        expect(text).to.match(/^container .* is above the limit /u);
      }),
    );
  });

  it('is cut itself when its own words are too long', () => {
    expect(message(() => 'x'.repeat(200))).to.equal(`${'x'.repeat(119)}…`);
  });
});
