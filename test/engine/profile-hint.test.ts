import { expect } from 'chai';
import { profileHint } from '../../src/engine/profile-hint.js';

const names = ['baseline', 'production', 'strict'];

describe('engine/profile-hint', () => {
  for (const [wrong, wanted] of [
    ['prodution', '; did you mean "production"?'],
    ['prod', '; did you mean "production"?'],
    ['my-production', '; did you mean "production"?'],
    ['restricted', '; did you mean "production"?'],
    ['Restricted', '; did you mean "production"?'],
    ['privileged', '; there are baseline, production, strict'],
    ['payments-strict', '; there are baseline, production, strict'],
    ['', '; there are baseline, production, strict'],
    ['__proto__', '; there are baseline, production, strict'],
  ] as const) {
    it(`answers ${wrong || 'nothing'} with${wanted}`, () => {
      expect(profileHint(wrong, names)).to.equal(wanted);
    });
  }

  it('leads to no profile that may not be named', () => {
    expect(profileHint('restricted', ['baseline'])).to.equal('; there are baseline');
  });

  it('cuts a long list, and shows nothing that a terminal acts on', () => {
    expect(profileHint('zzz', ['a\u001b[2J', 'b'.repeat(300)]))
      .to.match(/^; there are a\ufffd\[2J, b+…$/)
      .and.to.have.length(140);
  });
});
