import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { auditCluster } from '../../src/audit/audit.js';
import type { AuditOptions, Lister } from '../../src/audit/audit.js';
import { readOptIns } from '../../src/audit/opt-in.js';
import type { LabelledNamespace } from '../../src/audit/opt-in.js';
import { auditedResources, resourceName } from '../../src/audit/resources.js';
import { createSharing } from '../../src/audit/share.js';
import type { Scope } from '../../src/engine/scope.js';
import { compileProfiles } from '../../src/engine/profile.js';
import { objectAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { workloads } from '../../src/policy/workload.js';

interface Made {
  readonly owner?: string;
  readonly controller?: boolean;
  readonly namespace?: string;
}

/** An object whose uid is its name, made by another or by nobody. */
function object(kind: string, name: string, { owner, controller = true, namespace = 'shop' }: Made = {}): JsonObject {
  const ownerReferences =
    owner === undefined ? [] : [{ apiVersion: 'v1', kind: 'Any', name: owner, uid: owner, controller }];
  return { kind, metadata: { name, namespace, uid: name, ownerReferences } };
}

function lister(objects: readonly JsonObject[]): Lister {
  return async function* ({ kind }, namespace) {
    for (const one of objects) {
      await Promise.resolve();
      const isThere = namespace === undefined || objectAt(one, 'metadata')?.['namespace'] === namespace;
      if (one['kind'] === kind && isThere) yield one;
    }
  };
}

/** Audits and gives the names of what was judged, in order. */
async function audit(list: Lister, more: Partial<AuditOptions> = {}): Promise<readonly unknown[]> {
  const judged: unknown[] = [];
  const options: AuditOptions = {
    inspect: (one) => Promise.resolve({ findings: [], injections: [], object: one }),
    resources: auditedResources(policies),
    now: 0,
    optInOf: () => ({ enforce: 'strict' }),
    namespaces: undefined,
    onFailure: (_resource, error) => {
      throw error;
    },
    onProgress: () => undefined,
    ...more,
  };
  for await (const { object: one } of auditCluster(list, options)) judged.push(objectAt(one, 'metadata')?.['name']);
  return judged;
}

describe('the audit', () => {
  it('covers every kind that policies judge, once, and makers before what they make', () => {
    const names = auditedResources(policies).map(resourceName);
    expect(names).to.have.members([...new Set(policies.flatMap(({ target }) => target.resources.map(resourceName)))]);
    expect(names).to.include.members([
      ...workloads.resources.map(resourceName),
      'clusterroles.rbac.authorization.k8s.io',
    ]);
    const kinds = auditedResources(policies).map(({ kind }) => kind);
    const [first, ...rest] = ['CronJob', 'Job', 'Pod', 'Ingress'].map((kind) => kinds.indexOf(kind));
    expect([first, ...rest]).to.deep.equal([first, ...rest].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(first).to.equal(0);
  });

  it('judges what is in no namespace where the cluster as a whole is judged, and a Namespace by its own name', async () => {
    const role: JsonObject = { kind: 'ClusterRole', metadata: { name: 'role' } };
    const namespace: JsonObject = { kind: 'Namespace', metadata: { name: 'shop' } };
    const resources = [
      { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole', plural: 'clusterroles' },
      { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' },
    ].map((resource) => ({ ...resource, clusterScoped: true as const }));
    const asked: unknown[] = [];
    const list: Lister = (resource, place) => {
      asked.push([resource.kind, place]);
      return lister([role, namespace])(resource, undefined);
    };
    const inShop: AuditOptions['optInOf'] = (name) => (name === 'shop' ? { enforce: 'strict' } : undefined);
    expect(await audit(list, { resources })).to.deep.equal(['role', 'shop']);
    expect(await audit(list, { resources, optInOf: inShop, namespaces: ['shop'] })).to.deep.equal(['shop']);
    expect(asked).to.deep.equal([
      ['ClusterRole', undefined],
      ['Namespace', undefined],
      ['Namespace', 'shop'],
    ]);
  });

  it('judges what makes others, and not what it makes', async () => {
    const objects = [
      object('Pod', 'pod-of-set', { owner: 'set' }),
      object('ReplicaSet', 'set', { owner: 'deployment' }),
      object('ReplicaSet', 'lone-set'),
      object('Pod', 'pod-of-lone-set', { owner: 'lone-set' }),
      object('Deployment', 'deployment'),
      object('Pod', 'pod-of-job', { owner: 'job' }),
      object('Job', 'job', { owner: 'cron' }),
      object('CronJob', 'cron'),
      object('Pod', 'lone-pod'),
    ];
    expect(await audit(lister(objects))).to.deep.equal(['cron', 'deployment', 'lone-set', 'lone-pod']);
  });

  for (const [maker, made] of [
    ['ReplicaSet', 'Pod'],
    ['ReplicationController', 'Pod'],
    ['StatefulSet', 'Pod'],
    ['DaemonSet', 'Pod'],
    ['Job', 'Pod'],
    ['Deployment', 'ReplicaSet'],
    ['CronJob', 'Job'],
    ['StatefulSet', 'PersistentVolumeClaim'],
  ] as const) {
    it(`judges a ${maker}, and not the ${made} that it makes`, async () => {
      const objects = [object(made, 'made', { owner: 'maker' }), object(made, 'lone'), object(maker, 'maker')];
      expect(await audit(lister(objects))).to.have.members(['maker', 'lone']);
    });
  }

  it('judges what nobody answers for', async () => {
    const objects = [
      object('Pod', 'of-a-node', { owner: 'node' }),
      object('Pod', 'of-a-custom-resource', { owner: 'rollout' }),
      object('ReplicaSet', 'orphan', { owner: 'deleted' }),
      object('Deployment', 'deployment'),
      object('Pod', 'of-a-deployment', { owner: 'deployment' }),
      object('Job', 'of-a-job', { owner: 'job' }),
      object('Job', 'job'),
      object('ConfigMap', 'config-of-a-deployment', { owner: 'deployment' }),
      object('Pod', 'no-controller', { owner: 'deployment', controller: false }),
    ];
    expect(await audit(lister(objects))).to.have.members([
      'deployment',
      'orphan',
      'of-a-node',
      'of-a-custom-resource',
      'of-a-deployment',
      'of-a-job',
      'job',
      'config-of-a-deployment',
      'no-controller',
    ]);
  });

  it('judges what is made when its makers cannot be listed, and goes on or stops as it is told', async () => {
    const all = lister([object('Deployment', 'deployment'), object('ReplicaSet', 'set', { owner: 'deployment' })]);
    const failures: string[] = [];
    // eslint-disable-next-line require-yield -- a listing that fails before its first object
    const refuse: Lister = async function* () {
      await Promise.resolve();
      throw new Error('no');
    };
    const list: Lister = (resource, namespace) => (resource.kind === 'Deployment' ? refuse : all)(resource, namespace);
    const onFailure =
      (goOn: boolean): AuditOptions['onFailure'] =>
      (resource) => {
        failures.push(resource.kind);
        return goOn;
      };
    expect(await audit(list, { onFailure: onFailure(true) })).to.deep.equal(['set']);
    expect(await audit(list, { onFailure: onFailure(false) })).to.deep.equal([]);
    expect(failures).to.deep.equal(['Deployment', 'Deployment']);
  });

  it('judges in each namespace by what holds there, and nothing where nothing holds', async () => {
    const scopes: Scope[] = [];
    const objects = [
      object('Deployment', 'a', { namespace: 'shop' }),
      object('Deployment', 'b', { namespace: 'other' }),
      object('ReplicaSet', 'of-b', { namespace: 'shop', owner: 'b' }),
    ];
    const judged = await audit(lister(objects), {
      now: 5,
      optInOf: (namespace) => (namespace === 'shop' ? { warn: 'strict', inject: 'strict' } : undefined),
      inspect: (one, _kind, scope) => {
        scopes.push(scope);
        return Promise.resolve({ findings: [], injections: [], object: one });
      },
    });
    expect(judged, 'what is not judged answers for nobody').to.deep.equal(['a', 'of-b']);
    expect(scopes[0]).to.deep.equal({ optIn: { warn: 'strict', inject: 'strict' }, now: 5, namespace: 'shop' });
  });

  it('lists the named namespaces alone, and counts what it lists', async () => {
    const objects = ['a', 'b', 'c'].map((namespace) => object('Job', `in-${namespace}`, { namespace }));
    let listed = 0;
    const onProgress = (_resource: unknown, count: number): void => {
      listed = count;
    };
    expect(await audit(lister(objects), { namespaces: ['c', 'a'], onProgress })).to.deep.equal(['in-c', 'in-a']);
    expect(listed).to.equal(2);
  });

  it('copes with objects that say nothing of themselves', async () => {
    const objects: JsonObject[] = [
      { kind: 'Deployment' },
      { kind: 'Deployment', metadata: null },
      { kind: 'Pod', metadata: { name: 'odd', ownerReferences: [null, 'x', { controller: true }] } },
    ];
    expect(await audit(lister(objects))).to.deep.equal([undefined, undefined, 'odd']);
  });
});

describe('what the labels of namespaces ask for', () => {
  const { profiles } = compileProfiles({
    policies: [],
    builtin: { production: { policies: {} }, strict: { policies: {} } },
    own: {},
    sources: new Set(),
  });

  async function* from(namespaces: readonly LabelledNamespace[]): AsyncGenerator<LabelledNamespace> {
    await Promise.resolve();
    yield* namespaces;
  }

  it('opts in to being judged, not to injection alone, and a name unknown counts as production', async () => {
    const { byNamespace, unknown } = await readOptIns(
      from([
        { name: 'a', labels: { 'seaworthy.dev/warn': 'strict', 'seaworthy.dev/inject': 'strict', other: 'x' } },
        { name: 'b', labels: { 'seaworthy.dev/inject': 'strict' } },
        { name: 'c', labels: { 'seaworthy.dev/enforce': 'prodution' } },
        { name: 'd', labels: {} },
      ]),
      profiles,
    );
    expect([...byNamespace]).to.deep.equal([
      ['a', { warn: 'strict', inject: 'strict' }],
      ['c', { enforce: 'production' }],
    ]);
    expect(unknown).to.deep.equal([{ namespace: 'c', label: 'seaworthy.dev/enforce', value: 'prodution' }]);
  });
});

describe('the sharing of findings', () => {
  const finding = (path: string, severity = 'low'): { policy: never; path: string } => ({
    policy: { id: 'a', severity } as never,
    path,
  });

  it('makes equal findings one, and tells others apart', () => {
    const share = createSharing<ReturnType<typeof finding>>();
    const first = finding('/spec');
    expect(share(first)).to.equal(first);
    expect(share(finding('/spec'))).to.equal(first);
    expect(share(finding('/other'))).to.deep.equal(finding('/other'));
    expect(share(finding('/spec', 'high'))).to.deep.equal(finding('/spec', 'high'));
  });

  it('stays right, and small, with more different findings than it remembers', () => {
    const share = createSharing<ReturnType<typeof finding>>();
    const shared = Array.from({ length: 10_000 }, (_, index) => share(finding(String(index))));
    expect(shared.map(({ path }) => path)).to.deep.equal(shared.map((_, index) => String(index)));
  });
});
