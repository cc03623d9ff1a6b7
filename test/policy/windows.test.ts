import { expect } from 'chai';
import escalation from '../../policies/disallow-privilege-escalation.js';
import capabilities from '../../policies/require-dropped-capabilities.js';
import readOnly from '../../policies/require-read-only-root-filesystem.js';
import seccomp from '../../policies/require-seccomp-profile.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, deployment, pod } from '../builders.js';
import { judge } from '../policy-tester.js';

const policies = [escalation, capabilities, readOnly, seccomp];
const hostProcess = { securityContext: { windowsOptions: { hostProcess: true } } };
const remedy = 'Set spec.os.name to windows: the pod runs there, where this setting does not exist.';

/** What a node's label for its system has to be. */
const on = (operator: string, ...values: readonly string[]): JsonObject => ({
  key: 'kubernetes.io/os',
  operator,
  values,
});

/** A node has to meet all expressions of one of the terms. */
const needing = (...terms: readonly (readonly JsonObject[])[]): JsonObject => {
  const nodeSelectorTerms = terms.map((matchExpressions) => ({ matchExpressions }));
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
};

/** What each policy would do about an object: how many violations it finds, with how many fixes and which remedies. */
function mendsOf(object: JsonObject): readonly unknown[] {
  return policies.map((policy) =>
    judge(policy, { name: policy.meta.id, object }).map((violation) => violation.fix?.length ?? violation.remedy),
  );
}

describe('a fix by a setting of Linux', () => {
  for (const { name, object } of [
    { name: 'the nodes that it is bound to', object: pod({ nodeSelector: { 'kubernetes.io/os': 'windows' } }) },
    {
      name: 'the nodes that it has to have',
      object: pod({ affinity: needing([on('In', 'windows')], [on('In', 'windows')]) }),
    },
    { name: 'host processes', object: deployment(hostProcess) },
    { name: 'one host process', object: pod({ containers: [container(hostProcess)], os: null }) },
  ]) {
    it(`is withheld from a pod that is on Windows by ${name}, and judged all the same`, () => {
      expect(mendsOf(object)).to.deep.equal(policies.map(() => [remedy]));
    });
  }

  it('is withheld for capabilities that are added, and for wrong profiles', () => {
    const securityContext = { capabilities: { drop: ['ALL'], add: ['CHOWN'] }, seccompProfile: { type: 'Unconfined' } };
    const object = pod({
      nodeSelector: { 'kubernetes.io/os': 'windows' },
      containers: [container({ securityContext })],
    });
    expect(mendsOf(object)).to.deep.equal(policies.map(() => [remedy]));
  });

  it('is made where the pod says Linux, or nothing of Windows', () => {
    for (const object of [
      pod({ os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'windows' } }),
      pod({ nodeSelector: { 'kubernetes.io/os': 'linux' } }),
      pod({ affinity: needing([on('In', 'windows')], [on('Exists')]) }),
      pod({ affinity: needing([on('In', 'linux', 'windows')]) }),
      pod({ affinity: needing([on('NotIn', 'windows')]) }),
      pod({ affinity: needing([on('In')]) }),
      pod({ affinity: needing([{ ...on('In', 'windows'), key: 'example.com/former-os' }]) }),
      pod({ affinity: needing() }),
      pod({ securityContext: { windowsOptions: { hostProcess: false } } }),
    ]) {
      expect(mendsOf(object)).to.deep.equal(policies.map(() => [1]));
    }
  });

  it('is not asked for where the pod says Windows', () => {
    expect(mendsOf(pod({ os: { name: 'windows' }, ...hostProcess }))).to.deep.equal(policies.map(() => []));
  });
});
