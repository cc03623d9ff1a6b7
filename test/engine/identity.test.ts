import { expect } from 'chai';
import { createIdentify } from '../../src/engine/identity.js';
import type { Finding } from '../../src/engine/finding.js';
import { samplePolicies } from './sample-policies.js';
import { samplePod } from './sample-rules.js';

const [policy] = samplePolicies;
const pod = samplePod({ name: 'a' }, { name: 'b' });

function finding(path: string, subject?: string): Finding {
  if (policy === undefined) throw new Error('there is a sample policy');
  const about = { policy: policy.meta, mode: 'enforce', path, message: 'x', remedy: 'x' } as const;
  return { ...about, ...(subject !== undefined && { subject }) };
}

describe('engine/identity', () => {
  it('is the same for a container that moved, and for a subject that others came between', () => {
    const identify = createIdentify();
    const before = [
      identify(finding('/spec/containers/0/image', 'x'), pod),
      identify(finding('/spec/containers/0/image', 'y'), pod),
      identify(finding('/spec/containers/1/image'), pod),
    ];
    const turned = samplePod({ name: 'b' }, { name: 'a' });
    expect(identify(finding('/spec/containers/1/image', 'x'), turned)).to.equal(before[0]);
    expect(identify(finding('/spec/containers/1/image', 'y'), turned)).to.equal(before[1]);
    expect(identify(finding('/spec/containers/0/image'), turned)).to.equal(before[2]);
    expect(new Set(before).size).to.equal(3);
  });

  it('is another one for another subject, for none, and for an empty one', () => {
    const identify = createIdentify();
    const all = ['x', 'y', '0', '', undefined].map((subject) => identify(finding('/spec', subject), pod));
    expect(new Set(all).size).to.equal(all.length);
  });

  it('tells containers apart by their places where their names are longer than names can be', () => {
    const identify = createIdentify();
    const name = 'n'.repeat(254);
    const long = samplePod({ name }, { name: `${name}x` }, { name: 'n'.repeat(253) });
    expect(identify(finding('/spec/containers/0/image'), long)).to.contain('/containers/0/');
    expect(identify(finding('/spec/containers/1/image'), long)).to.contain('/containers/1/');
    expect(identify(finding('/spec/containers/2/image'), long)).to.contain('/containers/name=nnn');
  });
});
