import { expect } from 'chai';
import { compilePattern, matchesPattern } from '../../src/engine/pattern.js';
import { timed } from '../timed.js';

describe('patterns of settings', () => {
  it('match the whole text or nothing', () => {
    expect(matchesPattern('[a-z]+', 'web')).to.equal(true);
    expect(matchesPattern('[a-z]+', 'web-1')).to.equal(false);
    expect(matchesPattern('team-(red|blue)|nobody', 'team-blue')).to.equal(true);
    expect(matchesPattern('a|b', 'ax')).to.equal(false);
    expect(matchesPattern('^web$', 'web')).to.equal(true);
  });

  it('take what RE2 takes, and nothing that would need to go back', () => {
    for (const pattern of ['\\pL+', '[[:alpha:]]{2,5}', '(?i)web', 'a*?']) {
      expect(compilePattern(pattern), pattern).not.to.equal(undefined);
    }
    for (const pattern of ['(a)\\1', 'a(?=b)', 'a(?!b)', '(', '[z-a]', 'a{2000}', 'x'.repeat(1_001)]) {
      expect(compilePattern(pattern), pattern).to.equal(undefined);
      expect(matchesPattern(pattern, 'a'), pattern).to.equal(false);
    }
  });

  timed('need a time that grows with the text and not with its square', function () {
    this.timeout(5_000);
    expect(matchesPattern('(a+)+b', 'a'.repeat(50_000))).to.equal(false);
    expect(matchesPattern('(a|a)*(a|a)*(a|a)*b', 'a'.repeat(50_000))).to.equal(false);
  });
});
