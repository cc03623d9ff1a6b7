import { expect } from 'chai';
import { paintFor } from '../../src/cli/output.js';
import { terminalEnvironment } from '../../src/config/environment.js';

describe('colours', () => {
  const paints = (isTTY: boolean, variables: NodeJS.ProcessEnv): boolean =>
    paintFor({ isTTY }, terminalEnvironment(variables)).red('x') !== 'x';

  it('are for terminals alone', () => {
    expect(paints(true, { TERM: 'xterm' })).to.equal(true);
    expect(paints(false, { TERM: 'xterm' })).to.equal(false);
  });

  it('are left out where NO_COLOR holds anything', () => {
    expect(paints(true, { NO_COLOR: '0' })).to.equal(false);
    expect(paints(true, { NO_COLOR: '' })).to.equal(true);
  });

  it('are left out on a terminal that knows none', () => {
    expect(paints(true, { TERM: 'dumb' })).to.equal(false);
  });
});
