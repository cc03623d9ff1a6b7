import { expect } from 'chai';
import policy from '../../policies/restrict-pod-exec.js';
import type { JsonObject } from '../../src/policy/json.js';
import { clusterRole, role } from '../builders.js';
import { judge, testPolicy } from '../policy-tester.js';

const rule = (resources: readonly string[], verbs: readonly string[], apiGroups: readonly string[] = ['']) => ({
  apiGroups,
  resources,
  verbs,
});
const opens = (resource: string, verb = 'create', index = 0) => ({
  path: `/rules/0/resources/${index}`,
  message: `verb "${verb}" on "${resource}" lets its holder into running containers`,
});

testPolicy(policy, {
  accepts: [
    { name: 'reading pods and their logs', object: role(rule(['pods', 'pods/log'], ['get', 'list', 'create'])) },
    { name: 'verbs that open nothing', object: role(rule(['pods/exec', 'pods/attach'], ['list', 'watch', 'delete'])) },
    { name: 'every resource of another group', object: role(rule(['*'], ['*'], ['apps'])) },
    { name: 'pods/*, which is no wildcard to RBAC', object: role(rule(['pods/*'], ['create'])) },
    {
      name: 'verbs that open nothing at other doors',
      object: clusterRole(
        rule(['pods/ephemeralcontainers'], ['get', 'create', 'list']),
        {},
        rule(['nodes/proxy'], ['list', 'patch', 'delete']),
        rule(['pods/proxy', 'nodes/metrics', 'nodes/*'], ['get', 'create', 'patch']),
        rule(['*'], ['list', 'delete']),
      ),
    },
    {
      name: 'nodes in a Role, which belong to no namespace',
      object: role(rule(['nodes/proxy', '*/proxy'], ['get', 'create'])),
    },
    {
      name: 'what the API server makes for itself',
      object: clusterRole(rule(['pods/exec'], ['create']), {
        name: 'system:aggregate-to-edit',
        labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
      }),
    },
  ],
  rejects: [
    {
      name: 'exec and attach by name',
      object: role(rule(['pods/exec', 'pods', 'pods/attach'], ['create'])),
      violations: [opens('pods/exec'), opens('pods/attach', 'create', 2)],
    },
    { name: 'get', object: clusterRole(rule(['pods/exec'], ['get'])), violations: [opens('pods/exec', 'get')] },
    {
      name: 'get on an older cluster',
      object: role(rule(['pods/attach'], ['list', 'get'])),
      kubernetesVersion: '1.30',
      violations: [opens('pods/attach', 'get')],
    },
    {
      name: 'both verbs, once',
      object: role(rule(['pods/exec'], ['get', 'create'])),
      violations: [opens('pods/exec')],
    },
    { name: 'every verb', object: role(rule(['pods/exec'], ['*'])), violations: [opens('pods/exec', '*')] },
    { name: 'every resource', object: role(rule(['*'], ['get'], ['*'])), violations: [opens('*', 'get')] },
    { name: 'one part of every resource', object: role(rule(['*/exec'], ['create'])), violations: [opens('*/exec')] },
    {
      name: 'containers put into running pods, as kubectl debug does',
      object: role(rule(['pods/ephemeralcontainers', '*/ephemeralcontainers'], ['get', 'patch', 'update'])),
      violations: [opens('pods/ephemeralcontainers', 'update'), opens('*/ephemeralcontainers', 'update', 1)],
    },
    {
      name: 'patch alone, of every resource',
      object: role(rule(['*', 'pods/exec'], ['patch'])),
      violations: [opens('*', 'patch')],
    },
    {
      name: 'the kubelet behind the API server',
      object: clusterRole(rule(['nodes/proxy', '*/proxy'], ['get'])),
      violations: [opens('nodes/proxy', 'get'), opens('*/proxy', 'get', 1)],
    },
    {
      name: 'several doors in one rule, each by the verb that opens it',
      object: clusterRole(rule(['pods/ephemeralcontainers', 'nodes/proxy', 'pods/exec'], ['patch', 'get', 'create'])),
      violations: [
        opens('pods/ephemeralcontainers', 'patch'),
        opens('nodes/proxy', 'create', 1),
        opens('pods/exec', 'create', 2),
      ],
    },
    {
      name: 'every pod where one was entered before, as a new fault',
      object: role(rule(['pods/exec'], ['create'])),
      previous: role({ ...rule(['pods/exec'], ['create']), resourceNames: ['web'] }),
      violations: [{ ...opens('pods/exec'), subject: '[[""],["pods/exec"],["create"],[],[]]' }],
    },
    {
      name: 'a rule without groups, which the API server refuses by itself',
      object: role({ resources: ['pods/exec'], verbs: ['create'] }),
      violations: [opens('pods/exec')],
    },
  ],
});

describe('an update of a role that lets somebody into containers', () => {
  type Rules = readonly JsonObject[];
  const written = ([first = {}, ...more]: Rules) => clusterRole(first, {}, ...more);
  const caps = (before: Rules, now: Rules) =>
    judge(policy, { name: 'an update', object: written(now), previous: written(before) }).map(({ atMost }) => atMost);
  const [exec, attach] = [rule(['pods/exec'], ['create']), rule(['pods/attach'], ['create'])];

  it('is only warned of where it grants what the role granted before, by whichever rules', () => {
    const both = rule(['pods/exec', 'pods/attach'], ['create']);
    expect(caps([exec, attach], [both])).to.deep.equal(['warn', 'warn']);
    expect(caps([both], [attach, exec])).to.deep.equal(['warn', 'warn']);
    expect(caps([rule(['*/exec'], ['create'])], [exec])).to.deep.equal(['warn']);
    expect(caps([rule(['*'], ['*'], ['*'])], [exec, rule(['nodes/proxy'], ['get'])])).to.deep.equal(['warn', 'warn']);
    expect(caps([rule(['*'], ['patch'])], [rule(['*/ephemeralcontainers'], ['patch'])])).to.deep.equal(['warn']);
    expect(caps([exec, rule(['pods'], ['list'])], [rule(['pods/exec', 'pods'], ['create', 'list'])])).to.deep.equal([
      'warn',
    ]);
    const proxies = ['get', 'create'].map((verb) => rule(['*/proxy'], [verb]));
    expect(caps(proxies, [rule(['nodes/proxy'], ['*'])])).to.deep.equal(['warn']);
  });

  it('is only warned of where an entrance is moved out of a long rule, or into one', () => {
    for (const count of [9, 500]) {
      const names = Array.from({ length: count }, (_, index) => `o${index}`);
      const long = rule(['pods', 'pods/exec', ...names], ['create'], ['', ...names]);
      expect(caps([rule(['pods', ...names], ['create'], ['', ...names]), exec], [long])).to.deep.equal(['warn']);
      expect(caps([long], [exec])).to.deep.equal(['warn']);
      expect(caps([long], [attach])).to.deep.equal([undefined]);
    }
  });

  it('is judged as a new fault where it grants another entrance, another verb, or more pods', () => {
    const named = { ...exec, resourceNames: ['web'] };
    const fault = [undefined];
    expect(caps([exec], [attach])).to.deep.equal(fault);
    expect(caps([exec], [rule(['*/exec'], ['create'])])).to.deep.equal(fault);
    expect(caps([rule(['pods/exec'], ['get'])], [exec])).to.deep.equal(fault);
    expect(caps([rule(['pods/exec'], ['get'])], [rule(['pods/exec'], ['*'])])).to.deep.equal(fault);
    expect(caps([rule(['*/exec'], ['create'], ['apps'])], [exec])).to.deep.equal(fault);
    expect(caps([rule(['pods/*', 'pods'], ['*'])], [exec])).to.deep.equal(fault);
    expect(caps([rule(['*/proxy'], ['patch'])], [rule(['nodes/proxy'], ['get'])])).to.deep.equal(fault);
    expect(caps([named], [exec])).to.deep.equal(fault);
  });
});
