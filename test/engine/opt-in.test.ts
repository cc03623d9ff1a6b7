import { expect } from 'chai';
import { resolveOptIn } from '../../src/engine/opt-in.js';
import { rulesFor } from './sample-rules.js';

describe('engine/opt-in', () => {
  const { profiles } = rulesFor();

  it('reads the four labels of Seaworthy, and passes over those of others', () => {
    const labels = {
      'seaworthy.dev/enforce': 'production',
      'seaworthy.dev/warn': 'strict',
      'seaworthy.dev/audit': 'strict',
      'seaworthy.dev/inject': 'production',
      'seaworthy.dev/owner': 'payments',
      enforce: 'strict',
      'pod-security.kubernetes.io/enforce': 'restricted',
    };
    expect(resolveOptIn(labels, profiles)).to.deep.equal({
      optIn: { enforce: 'production', warn: 'strict', audit: 'strict', inject: 'production' },
      unknown: [],
    });
  });

  it('counts a label that names no profile as production, and names it', () => {
    const labels = { 'seaworthy.dev/enforce': 'prodution', 'seaworthy.dev/warn': 'strict' };
    expect(resolveOptIn(labels, profiles)).to.deep.equal({
      optIn: { enforce: 'production', warn: 'strict' },
      unknown: [{ label: 'enforce', value: 'prodution' }],
    });
  });

  it('finds nothing in a label that only its prototype has', () => {
    const labels = Object.create({ 'seaworthy.dev/enforce': 'strict' }) as Record<string, string>;
    expect(resolveOptIn(labels, profiles)).to.deep.equal({ optIn: {}, unknown: [] });
  });
});
