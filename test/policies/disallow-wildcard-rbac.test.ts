import { expect } from 'chai';
import policy from '../../policies/disallow-wildcard-rbac.js';
import type { JsonObject } from '../../src/policy/json.js';
import { clusterRole, role } from '../builders.js';
import { judge, testPolicy } from '../policy-tester.js';

const everyVerb = ['patch', 'delete', 'list', 'create', 'watch', 'update', 'get'];
const onSecrets = (...resourceNames: readonly string[]) => ({
  apiGroups: [''],
  resources: ['secrets'],
  verbs: ['*'],
  resourceNames,
});
const seven = 'get, list, watch, create, update, patch and delete';
const everyOf = (names: string, at = '/rules/0/verbs/0') => ({
  path: at,
  message: `every verb is granted on "secrets" named "${names}"`,
});
const everySecret = { path: '/rules/0/verbs/0', message: 'every verb is granted on "secrets"' };
const on = (verbs: readonly string[]) => ({ apiGroups: [''], resources: ['pods'], verbs });
const [reads, writes] = [on(['get', 'list', 'watch']), on(['create', 'update', 'patch', 'delete'])];
const wild = { apiGroups: ['*'], resources: ['*'] };
const together = {
  path: '/rules/1/resources/0',
  message: `${seven} are all granted on "pods", by several rules`,
  subject: '["","pods"]',
};
const oneByOne = { path: '/rules/0/verbs/6', message: `${seven} are all granted on "pods"` };

testPolicy(policy, {
  accepts: [
    { name: 'what names its verbs and resources', object: role(on(['get', 'list'])) },
    { name: 'all verbs but one', object: role({ apiGroups: [''], resources: ['pods'], verbs: everyVerb.slice(1) }) },
    {
      name: 'all groups, since the resources are named',
      object: role({ apiGroups: ['*'], resources: ['ingresses'], verbs: ['get'] }),
    },
    {
      name: 'every verb by several rules, but each on its own',
      object: role(
        { apiGroups: [''], resources: ['pods'], verbs: everyVerb.slice(1) },
        { apiGroups: ['apps'], resources: ['pods'], verbs: everyVerb.slice(0, 1) },
        { apiGroups: [''], resources: ['secrets'], verbs: everyVerb.slice(0, 1) },
        { apiGroups: [''], resources: ['pods'], verbs: everyVerb.slice(0, 1), resourceNames: ['web'] },
      ),
    },
    {
      name: 'every metric, by whatever name',
      object: clusterRole({
        apiGroups: ['custom.metrics.k8s.io', 'external.metrics.k8s.io'],
        resources: ['*'],
        verbs: ['get', 'list', 'watch'],
      }),
    },
    {
      name: 'the verb bind in another group, where it is about no roles',
      object: clusterRole({ apiGroups: ['', 'apis.kcp.io'], resources: ['apiexports'], verbs: ['bind'] }),
    },
    { name: 'paths that are no resources', object: clusterRole({ nonResourceURLs: ['*'], verbs: ['get'] }) },
    { name: 'a role without rules', object: { ...role(), rules: null } },
    {
      name: 'a verb in another case, which grants nothing',
      object: role({ apiGroups: [''], resources: ['pods'], verbs: ['Escalate'] }),
    },
    ...['cluster-admin', 'system:controller:resource-claim-controller'].map((name) => ({
      name: `${name}, which the API server makes for itself`,
      object: clusterRole(
        { ...wild, verbs: ['*'] },
        { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
      ),
    })),
    {
      name: 'the Role of somebody else',
      object: { ...role({ resources: ['*'], verbs: ['*'] }), apiVersion: 'iam.example.com/v1' },
    },
  ],
  rejects: [
    {
      name: 'every verb',
      object: role({ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get', '*'] }),
      violations: [
        {
          path: '/rules/0/verbs/1',
          message: 'every verb is granted on "pods, secrets"',
          subject: '[[""],["pods","secrets"],["*","get"],[],[]]',
        },
      ],
    },
    {
      name: 'every verb, one by one and in any order',
      object: clusterRole({ apiGroups: [''], resources: ['pods'], verbs: [...everyVerb, 'deletecollection'] }),
      violations: [{ path: '/rules/0/verbs/6', message: `${seven} are all granted on "pods"` }],
    },
    {
      name: 'every resource, and one part of every resource',
      object: clusterRole(
        { apiGroups: ['apps'], resources: ['*'], verbs: ['get'] },
        { name: 'system:own', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
        { apiGroups: ['*'], resources: ['pods', '*/scale'], verbs: ['update'] },
      ),
      violations: [
        { path: '/rules/0/resources/0', message: 'resource "*" is a wildcard' },
        { path: '/rules/1/resources/1', message: 'resource "*/scale" is a wildcard' },
      ],
    },
    {
      name: 'an asterisk that is no wildcard to RBAC, as a mistake',
      object: role({ apiGroups: [''], resources: ['pods/*', 'pod*', '*/*', '*/', '*/lo*'], verbs: ['get'] }),
      violations: ['pods/*', 'pod*', '*/*', '*/', '*/lo*'].map((resource, index) => ({
        path: `/rules/0/resources/${index}`,
        message: `resource "${resource}" is no wildcard to RBAC, and grants nothing`,
        remedy: 'Name each resource, and each subresource with its resource: pods, pods/log.',
      })),
    },
    {
      name: 'verbs that make their holder somebody else',
      object: role({ apiGroups: ['*'], resources: ['roles'], verbs: ['bind', 'escalate', 'impersonate'] }),
      violations: [
        { path: '/rules/0/verbs/0', message: 'verb "bind" lets its holder bind roles that grant more than it has' },
        {
          path: '/rules/0/verbs/1',
          message: 'verb "escalate" lets its holder write roles that grant more than it has',
        },
        { path: '/rules/0/verbs/2', message: 'verb "impersonate" lets its holder act as somebody else' },
      ],
    },
    {
      name: 'verbs that make their holder one of some others',
      object: role({
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles'],
        verbs: ['bind'],
        resourceNames: ['view', null, 'edit'],
      }),
      violations: [
        {
          path: '/rules/0/verbs/0',
          message: 'verb "bind" lets its holder bind roles that grant more than it has: "view, edit"',
        },
      ],
    },
    {
      name: 'every metric and more, and every verb on metrics',
      object: clusterRole(
        { apiGroups: ['external.metrics.k8s.io', 'apps'], resources: ['*'], verbs: ['get'] },
        {},
        { apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['*'] },
      ),
      violations: [
        { path: '/rules/0/resources/0', message: 'resource "*" is a wildcard' },
        { path: '/rules/1/verbs/0', message: 'every verb is granted on "*"' },
      ],
    },
    {
      name: 'a role that only calls itself what the API server makes',
      object: clusterRole({ apiGroups: ['*'], resources: ['pods'], verbs: ['*'] }, { name: 'cluster-admin' }),
      violations: [{ path: '/rules/0/verbs/0', message: 'every verb is granted on "pods"' }],
    },
    {
      name: 'less than the role granted before, as the same fault',
      object: role({ apiGroups: [''], resources: ['pods'], verbs: ['*'] }),
      previous: role({}, { apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['*'] }),
      violations: [
        {
          path: '/rules/0/verbs/0',
          message: 'every verb is granted on "pods"',
          subject: '[[""],["pods","secrets"],["*"],[],[]]',
        },
      ],
    },
    {
      name: 'another grant than before, as a new fault',
      object: role({ apiGroups: [''], resources: ['secrets'], verbs: ['*'] }),
      previous: role({ apiGroups: [''], resources: ['pods'], verbs: ['*'] }),
      violations: [
        {
          path: '/rules/0/verbs/0',
          message: 'every verb is granted on "secrets"',
          subject: '[[""],["secrets"],["*"],[],[]]',
        },
      ],
    },
    {
      name: 'all objects where one was granted before, as a new fault',
      object: role(onSecrets()),
      previous: role(onSecrets('one')),
      violations: [{ ...everySecret, subject: '[[""],["secrets"],["*"],[],[]]' }],
    },
    {
      name: 'another object than before, as a new fault',
      object: role(onSecrets('one', 'two')),
      previous: role(onSecrets('one', 'three')),
      violations: [{ ...everyOf('one, two'), subject: '[[""],["secrets"],["*"],["one","two"],[]]' }],
    },
    {
      name: 'one object where all were granted before, or more of them, as the same fault',
      object: role(onSecrets('one'), { ...onSecrets('two'), apiGroups: ['apps'] }),
      previous: role(onSecrets(), { ...onSecrets('one', 'two'), apiGroups: ['*'] }),
      violations: [
        { ...everyOf('one'), subject: '[[""],["secrets"],["*"],[],[]]' },
        { ...everyOf('two', '/rules/1/verbs/0'), subject: '[["*"],["secrets"],["*"],["one","two"],[]]' },
      ],
    },
    {
      name: 'every verb on paths that are no resources, and on nothing',
      object: clusterRole({ nonResourceURLs: ['/metrics', '/logs'], verbs: ['*'] }, {}, { verbs: ['*'] }),
      previous: clusterRole({ nonResourceURLs: ['/metrics'], verbs: ['*'] }),
      violations: [
        {
          path: '/rules/0/verbs/0',
          message: 'every verb is granted on "/metrics, /logs"',
          subject: '[[],[],["*"],[],["/logs","/metrics"]]',
        },
        { path: '/rules/1/verbs/0', message: 'every verb is granted' },
      ],
    },
    {
      name: 'every verb by several rules, once for the rule that brings the last',
      object: role(
        { apiGroups: ['', 'apps'], resources: ['pods', 'deployments'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apps'], resources: ['deployments', 'daemonsets'], verbs: ['create', 'update', 'patch'] },
        { apiGroups: ['*'], resources: ['deployments'], verbs: ['delete', 'create'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] },
      ),
      violations: [
        {
          path: '/rules/1/resources/0',
          message: `${seven} are all granted on "deployments.apps", by several rules`,
          subject: '["apps","deployments"]',
        },
      ],
    },
    {
      name: 'every verb by several rules, once for each group however many resources there are',
      object: role(
        { apiGroups: ['', 'apps'], resources: ['pods', 'jobs', 'nodes'], verbs: everyVerb.slice(0, 3) },
        { apiGroups: ['apps', ''], resources: ['nodes', 'pods', 'nodes'], verbs: everyVerb.slice(3) },
      ),
      violations: [
        {
          path: '/rules/1/resources/0',
          message: `${seven} are all granted on "nodes, pods", by several rules`,
          subject: '["","nodes","pods"]',
        },
        {
          path: '/rules/1/resources/0',
          message: `${seven} are all granted on "nodes.apps, pods.apps", by several rules`,
          subject: '["apps","nodes","pods"]',
        },
      ],
    },
    {
      name: 'more than before by several rules, and apart from it what was granted before',
      object: role({ ...reads, resources: ['pods', 'nodes'] }, { ...writes, resources: ['pods', 'nodes'] }),
      previous: role(reads, writes),
      violations: [
        {
          path: '/rules/1/resources/1',
          message: `${seven} are all granted on "nodes", by several rules`,
          subject: '["","nodes"]',
        },
        { ...together, atMost: 'warn' },
      ],
    },
    ...[
      { name: 'one rule written as two', now: [reads, writes], before: [on(everyVerb)] },
      { name: '* written as the verbs of two rules', now: [reads, writes], before: [on(['*'])] },
      { name: 'two rules in another order', now: [reads, writes], before: [writes, reads] },
      { name: 'fewer resources of wildcards', now: [reads, writes], before: [{ ...on(['*']), ...wild }] },
    ].map(({ name, now, before }) => ({
      name: `${name}, with a warning only`,
      object: role(...now),
      previous: role(...before),
      violations: [{ ...together, atMost: 'warn' as const }],
    })),
    ...[
      { name: 'two rules written as one', now: on(everyVerb), before: [reads, writes] },
      { name: '* written as each verb', now: on(everyVerb), before: [on(['*'])] },
      { name: 'two rules of more written as one', now: on(everyVerb), before: [reads, { ...on(['*']), ...wild }] },
    ].map(({ name, now, before }) => ({
      name: `${name}, with a warning only`,
      object: role(now),
      previous: role(...before),
      violations: [{ ...oneByOne, atMost: 'warn' as const }],
    })),
    {
      name: 'each verb by its name where some objects had all of them, as the same fault',
      object: role({ ...onSecrets('one'), verbs: everyVerb }),
      previous: role(onSecrets('one')),
      violations: [
        {
          path: '/rules/0/verbs/6',
          message: `${seven} are all granted on "secrets" named "one"`,
          subject: '[[""],["secrets"],["*"],["one"],[]]',
        },
      ],
    },
  ],
});

describe('a role of long rules', () => {
  const apiGroups = [
    '',
    'apps',
    'batch',
    'policy',
    ...Array.from({ length: 5 }, (_, index) => `g${index}.example.com`),
  ];
  const resources = ['pods', 'secrets', ...Array.from({ length: 8 }, (_, index) => `others${index}`)];
  const long = { apiGroups, resources, verbs: everyVerb };
  const secrets = { ...on(everyVerb), resources: ['secrets'] };

  it('is blamed for every verb by two of them', () => {
    const now = role(
      { ...long, verbs: everyVerb.filter((verb) => verb !== 'delete') },
      { ...secrets, verbs: ['delete'] },
    );
    expect(judge(policy, { name: 'long', object: now }).map(({ path, atMost }) => [path, atMost])).to.deep.equal([
      ['/rules/1/resources/0', undefined],
    ]);
  });

  it('is only warned of where a resource was moved into a rule of its own', () => {
    const now = role({ ...long, resources: resources.filter((one) => one !== 'secrets') }, secrets);
    const found = judge(policy, { name: 'an update', object: now, previous: role(long) });
    expect(found.map(({ atMost }) => atMost)).to.deep.equal(['warn', 'warn']);
  });
});

describe('an update of a role that grants more than before', () => {
  const modes = (now: readonly JsonObject[], before: readonly JsonObject[]) =>
    judge(policy, { name: 'an update', object: role(...now), previous: role(...before) }).map(({ atMost }) => atMost);

  for (const { name, before } of [
    { name: 'one resource more', before: [{ ...on(everyVerb), resources: ['secrets'] }] },
    { name: 'one group more', before: [{ ...on(everyVerb), apiGroups: ['apps'] }] },
    { name: 'one verb more', before: [reads, on(['create', 'update', 'patch'])] },
    { name: 'all objects instead of one', before: [{ ...on(['*']), resourceNames: ['web'] }] },
    { name: 'something at all', before: [] },
  ]) {
    it(`is blamed for ${name}, by several rules or by one`, () => {
      expect(modes([reads, writes], before)).to.deep.equal([undefined]);
      expect(modes([on(everyVerb)], before)).to.deep.equal([undefined]);
    });
  }

  it('is blamed for verbs beyond those that the rules named', () => {
    expect(modes([on(['*']), on([...everyVerb, 'deletecollection'])], [reads, writes])).to.deep.equal([
      undefined,
      undefined,
    ]);
  });

  it('is blamed for a verb of another kind on what it was not granted on before', () => {
    const escalatesOn = (...resources: readonly string[]) => ({ ...on(['escalate']), resources });
    expect(
      modes([escalatesOn('pods', 'jobs')], [escalatesOn('pods'), { ...on(['impersonate']), resources: ['jobs'] }]),
    ).to.deep.equal([undefined]);
    expect(modes([on(['escalate', 'tune'])], [on(['escalate'])])).to.deep.equal([undefined]);
  });

  it('is blamed where the rule before was about no group', () => {
    expect(modes([on(everyVerb)], [{ ...on(everyVerb), apiGroups: [] }])).to.deep.equal([undefined]);
  });

  it('is blamed for paths beside the same resources', () => {
    expect(modes([{ ...on(everyVerb), nonResourceURLs: ['/logs'] }], [reads, writes])).to.deep.equal([undefined]);
  });
});

describe('an update of a role that writes two rules as one', () => {
  const modes = (verbs: readonly string[], now: JsonObject, ...before: readonly JsonObject[]) =>
    judge(policy, {
      name: 'an update',
      object: role({ ...on(verbs), ...now }),
      previous: role(...before.map((one) => ({ ...on(verbs), ...one }))),
    }).map(({ atMost }) => atMost);
  const both = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'clusterroles'] };
  const each = both.resources.map((one) => ({ ...both, resources: [one] }));

  for (const verb of ['escalate', 'bind', 'impersonate']) {
    it(`is only warned of ${verb}`, () => {
      expect(modes([verb], both, ...each)).to.deep.equal(['warn']);
    });
  }

  for (const verb of ['deletecollection', 'approve', 'tune.example.com']) {
    it(`is only warned of ${verb} beside every usual verb`, () => {
      expect(modes([...everyVerb, verb], both, ...each)).to.deep.equal(['warn']);
    });
  }

  it('is blamed where the rules are about objects by their names, or about paths', () => {
    expect(
      modes(['escalate'], { resourceNames: ['a', 'b'] }, { resourceNames: ['a'] }, { resourceNames: ['b'] }),
    ).to.deep.equal([undefined]);
    const at = (...nonResourceURLs: readonly string[]) => ({ apiGroups: [], resources: [], nonResourceURLs });
    expect(modes(['*'], at('/logs', '/metrics'), at('/logs'), at('/metrics'))).to.deep.equal([undefined]);
  });
});
