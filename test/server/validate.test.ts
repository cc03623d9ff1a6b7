import { expect } from 'chai';
import { objectAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { autoscaler, container, ingress, pod, role } from '../builders.js';
import { ask, fitDeployment, fitDeploymentWith, fitSpec, kinds, review, unfitDeployment } from './review.js';
import type { ReviewFields } from './review.js';
import { everyNamespace } from '../../src/admission/opt-in.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const controller = (name: string): string => `system:serviceaccount:kube-system:${name}`;
const scale = (replicas: number): JsonObject => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata: { name: 'web', namespace: 'shop' },
  // The API server leaves a 0 out.
  spec: replicas === 0 ? {} : { replicas },
});
const scaling = (resource: string): ReviewFields => ({
  operation: 'UPDATE',
  kind: kinds.scale,
  subResource: 'scale',
  resource: { group: 'apps', version: 'v1', resource },
  oldObject: scale(3),
});
const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const wideRole = (kind: string): JsonObject => ({
  ...role({ apiGroups: [''], resources: ['pods'], verbs: ['*'] }),
  kind,
});
const unfitPod = pod({ containers: [container({ image: 'nginx' })] });

describe('/validate', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });
  const validate = (object: JsonObject | null, fields: ReviewFields = {}) =>
    ask(server, '/validate', review(object, fields));

  it('allows what is fit for production, without a word', async () => {
    const response = await validate(fitDeployment);
    expect(response).to.deep.equal({ uid: response.uid, allowed: true });
  });

  it('denies what is not, with every finding and how to mend it', async () => {
    const { allowed, status, auditAnnotations, ...rest } = await validate(unfitDeployment);
    expect(allowed).to.equal(false);
    expect(status).to.include({ code: 403, reason: 'Forbidden' });
    const lines = status?.message.split('\n') ?? [];
    expect(lines[0]).to.equal('Deployment "web" is not ready for production (profile production): 4 findings');
    expect(lines.at(-1)).to.equal(
      'Fix: seaworthy explain require-non-root require-pinned-images require-probes, or seaworthy fix FILE',
    );
    expect(lines).to.have.length(6);
    expect(Object.keys(auditAnnotations ?? {})).to.have.members([
      'require-non-root',
      'require-pinned-images',
      'require-probes',
      'require-replicas',
    ]);
    expect(rest).to.not.have.any.keys('patch', 'patchType');
  });

  it('warns about what the Pods of a template will be given', async () => {
    const { warnings = [] } = await validate(fitDeploymentWith({ resources: {} }));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^require-resources: container "app" will be given /);
    for (const warning of warnings) expect(warning).to.match(/^[^\p{Cc}]{1,256}$/u);
  });

  it('gives the same bytes for the same review', async () => {
    const body = JSON.stringify(review(unfitDeployment));
    const [one, other] = [await server.send('/validate', body), await server.send('/validate', body)];
    expect(one.text).to.equal(other.text);
  });

  it('echoes the uid as it is', async () => {
    const response = await validate(fitDeployment, { uid: 'ü "\\ \u2028' });
    expect(response.allowed).to.equal(true);
  });

  const letThrough: readonly (readonly [string, JsonObject | null, ReviewFields])[] = [
    ['a deletion', null, { operation: 'DELETE', oldObject: unfitDeployment }],
    ['a connection', { kind: 'PodExecOptions' }, { operation: 'CONNECT', kind: kinds.pod, subResource: 'exec' }],
    ['a scale of two', scale(2), scaling('deployments')],
    ['a scale to nothing', scale(0), scaling('deployments')],
    ['a scale of what no policy looks at', scale(1), scaling('replicasets')],
    ['a status', unfitDeployment, { operation: 'UPDATE', subResource: 'status', oldObject: fitDeployment }],
    [
      'an eviction',
      { kind: 'Eviction' },
      { kind: { group: 'policy', version: 'v1', kind: 'Eviction' }, subResource: 'eviction' },
    ],
    ['a kind that no policy targets', unfitDeployment, { kind: { group: '', version: 'v1', kind: 'Endpoints' } }],
    [
      'a custom resource of the same name',
      unfitDeployment,
      { kind: { group: 'example.com', version: 'v1', kind: 'Deployment' } },
    ],
    ['what is in no namespace', wideRole('ClusterRole'), { kind: { ...rbac, kind: 'ClusterRole' } }],
    [
      'a version of the API that is gone, which only files and field managers can tell',
      { ...ingress([{ host: 'a.example.com' }], [{}]), apiVersion: 'extensions/v1beta1' },
      { kind: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' } },
    ],
    ['a List', { kind: 'List', items: [unfitDeployment] }, { kind: { group: '', version: 'v1', kind: 'List' } }],
  ];
  for (const [what, object, fields] of letThrough) {
    it(`lets through ${what}`, async () => {
      const response = await validate(object, fields);
      expect(response).to.deep.equal({ uid: response.uid, allowed: true });
    });
  }

  it('judges what is no workload', async () => {
    const { allowed, status } = await validate(wideRole('Role'), { kind: { ...rbac, kind: 'Role' } });
    expect(allowed).to.equal(false);
    expect(status?.message).to.include('disallow-wildcard-rbac: every verb is granted on "pods" (rules[0].verbs[0])');
  });

  it('judges a kind in the group that it once was in', async () => {
    const kind = { group: 'extensions', version: 'v1beta1', kind: 'Deployment' };
    expect((await validate(unfitDeployment, { kind })).allowed).to.equal(false);
  });

  it('names an object that has no name yet by what its name will begin with', async () => {
    const object = { ...unfitPod, metadata: { generateName: 'web-' } };
    const { status } = await validate(object, { kind: kinds.pod, name: '' });
    expect(status?.message).to.match(/^Pod "web-\*" is not ready/);
  });

  describe('on an update', () => {
    const update = (object: JsonObject, oldObject: JsonObject) => validate(object, { operation: 'UPDATE', oldObject });

    it('lets an object go that waits for its finalizers', async () => {
      const metadata = { name: 'web', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [] };
      const { allowed, warnings } = await update({ ...unfitDeployment, metadata }, { ...fitDeployment, metadata });
      expect({ allowed, warnings }).to.deep.equal({ allowed: true, warnings: undefined });
    });

    it('does not let a new object pass as one that goes', async () => {
      const object = { ...unfitDeployment, metadata: { name: 'web', deletionTimestamp: '2026-01-01T00:00:00Z' } };
      expect((await validate(object)).allowed).to.equal(false);
    });

    it('lets metadata and status change', async () => {
      const changed = {
        ...unfitDeployment,
        metadata: { name: 'web', annotations: { a: 'b' } },
        status: { replicas: 1 },
      };
      const response = await update(changed, unfitDeployment);
      expect(response).to.deep.equal({ uid: response.uid, allowed: true });
    });

    it('only warns about what was wrong before', async () => {
      const scaled = { ...unfitDeployment, spec: { ...objectAt(unfitDeployment, 'spec'), replicas: 5 } };
      const { allowed, warnings = [] } = await update(scaled, unfitDeployment);
      expect(allowed).to.equal(true);
      expect(warnings.join()).to.include('require-probes').and.to.include('require-pinned-images');
    });

    it('only warns about an access rule that moved, and denies another one in its place', async () => {
      const [wide, narrow] = [
        { apiGroups: [''], resources: ['pods'], verbs: ['*'] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
      ];
      const change = (...rules: readonly JsonObject[]) =>
        validate(role(...rules), {
          operation: 'UPDATE',
          kind: { ...rbac, kind: 'Role' },
          oldObject: role(wide, narrow),
        });
      expect((await change(narrow, wide)).allowed).to.equal(true);
      expect((await change({ ...wide, resources: ['secrets'] }, narrow)).allowed).to.equal(false);
    });

    it('only warns about an access rule that is about fewer objects than before, and denies one that is about more', async () => {
      const every = { apiGroups: [''], resources: ['secrets'], verbs: ['*'] };
      const one = { ...every, resourceNames: ['one'] };
      const change = (rule: JsonObject, before: JsonObject) =>
        validate(role(rule), { operation: 'UPDATE', kind: { ...rbac, kind: 'Role' }, oldObject: role(before) });
      expect((await change(one, every)).allowed).to.equal(true);
      expect((await change(every, one)).allowed).to.equal(false);
    });

    it('denies what makes the object worse', async () => {
      const { allowed, status } = await update(fitDeploymentWith({ image: 'nginx' }), fitDeployment);
      expect(allowed).to.equal(false);
      expect(status?.message).to.match(/1 finding\n {2}require-pinned-images: /);
    });

    it('judges an object without a previous version as a new one', async () => {
      expect((await validate(unfitDeployment, { operation: 'UPDATE' })).allowed).to.equal(false);
    });
  });

  describe('on parts of a Pod', () => {
    const part = (subResource: string, object: JsonObject, oldObject: JsonObject) =>
      validate(object, { kind: kinds.pod, operation: 'UPDATE', subResource, oldObject });
    const before = pod(fitSpec());

    it('judges the image of an ephemeral container, and nothing that it may not have', async () => {
      const ephemeralContainers = [
        { name: 'debug', image: 'busybox', securityContext: { allowPrivilegeEscalation: false } },
      ];
      const { allowed, status } = await part('ephemeralcontainers', pod({ ...fitSpec(), ephemeralContainers }), before);
      expect(allowed).to.equal(false);
      expect(status?.message).to.include('require-pinned-images').and.to.not.include('require-probes');
    });

    it('judges the resources of a resize', async () => {
      const resources = { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '1Gi' } };
      const { allowed, status } = await part('resize', pod(fitSpec({ resources })), before);
      expect(allowed).to.equal(false);
      expect(status?.message).to.include('require-sound-resources');
    });
  });

  describe('on the scale of an object', () => {
    let strict: RunningServer;
    before(async () => {
      // There is no autoscaler, and the server sees that there is none.
      const rules = { inventory: () => ({ known: true as const, value: [] }) };
      strict = await startServer({ namespaces: everyNamespace('strict'), rules });
    });
    after(() => {
      strict.close();
    });
    const change = (to: number, fields: ReviewFields = {}) =>
      ask(strict, '/validate', review(scale(to), { ...scaling('statefulsets'), ...fields }));

    it('denies a single replica, and nothing else', async () => {
      const { allowed, status } = await change(1);
      expect(allowed).to.equal(false);
      expect(status?.message).to.match(/^Scale "web" is not ready .*: 1 finding\n {2}require-replicas: /);
      expect((await change(2)).allowed).to.equal(true);
      expect((await change(0)).allowed).to.equal(true);
    });

    it('only warns where the profile does', async () => {
      const { allowed, warnings = [] } = await validate(scale(1), scaling('deployments'));
      expect(allowed).to.equal(true);
      expect(warnings.join()).to.match(/^require-replicas: /);
    });

    it('only warns while nobody can see whether there is an autoscaler', async () => {
      const blind = await startServer({ namespaces: everyNamespace('strict') });
      const { allowed, warnings = [] } = await ask(blind, '/validate', review(scale(1), scaling('deployments')));
      blind.close();
      expect(allowed).to.equal(true);
      expect(warnings.join()).to.match(/^require-replicas: /);
    });

    it('denies that of one kind where an autoscaler scales another of the same name', async () => {
      const rules = { inventory: () => ({ known: true as const, value: [autoscaler()] }) };
      const scaled = await startServer({ namespaces: everyNamespace('strict'), rules });
      const toOne = async (resource: string) => ask(scaled, '/validate', review(scale(1), scaling(resource)));
      const [statefulSet, deployment] = [await toOne('statefulsets'), await toOne('deployments')];
      scaled.close();
      expect(statefulSet.allowed).to.equal(false);
      expect(deployment.allowed).to.equal(true);
    });

    it('only warns the autoscaler, whose bounds were judged', async () => {
      const { allowed, warnings = [] } = await change(1, { user: controller('horizontal-pod-autoscaler') });
      expect(allowed).to.equal(true);
      expect(warnings).to.have.length(1);
    });
  });

  describe('on what built-in controllers make', () => {
    for (const user of [
      controller('replicaset-controller'),
      controller('job-controller'),
      'system:kube-controller-manager',
    ]) {
      it(`only warns ${user} about a Pod`, async () => {
        const { allowed, warnings = [] } = await validate(unfitPod, { kind: kinds.pod, user });
        expect(allowed).to.equal(true);
        expect(warnings.length).to.be.greaterThan(0);
      });
    }

    for (const user of [controller('deployment-controller'), 'system:serviceaccount:shop:replicaset-controller']) {
      it(`denies ${user} an unfit Pod`, async () => {
        expect((await validate(unfitPod, { kind: kinds.pod, user })).allowed).to.equal(false);
      });
    }

    it('denies a Pod that only says that it has an owner', async () => {
      const metadata = { name: 'web', ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true }] };
      expect((await validate({ ...unfitPod, metadata }, { kind: kinds.pod })).allowed).to.equal(false);
    });

    it('denies them too where the configuration says ownedPods: enforce, from the next review on', async () => {
      const ruled = await startServer({ rules: { ownedPods: 'enforce' } });
      try {
        const body = review(unfitPod, { kind: kinds.pod, user: controller('replicaset-controller') });
        const { allowed, status } = await ask(ruled, '/validate', body);
        expect(allowed).to.equal(false);
        expect(status?.message).to.include('require-probes');
        ruled.reload({ ownedPods: 'warn' });
        expect((await ask(ruled, '/validate', body)).allowed).to.equal(true);
      } finally {
        ruled.close();
      }
    });
  });

  it('lets the exempt namespaces and users do as they like, and nobody else', async () => {
    const exempt = { namespaces: new Set(['kube-system']), users: new Set(['system:admin']) };
    const other = await startServer({ exempt });
    try {
      const verdictOf = async (fields: ReviewFields): Promise<boolean> =>
        (await ask(other, '/validate', review(unfitDeployment, fields))).allowed;
      expect(await verdictOf({ namespace: 'kube-system' })).to.equal(true);
      expect(await verdictOf({ user: 'system:admin' })).to.equal(true);
      expect(await verdictOf({ namespace: 'kube-system-2', user: 'system:administrator' })).to.equal(false);
    } finally {
      other.close();
    }
  });

  it('lets everything pass and records it under the ceiling audit', async () => {
    const other = await startServer({ rules: { ceiling: 'audit' } });
    try {
      const { allowed, auditAnnotations } = await ask(other, '/validate', review(unfitDeployment));
      expect(allowed).to.equal(true);
      expect(auditAnnotations).to.have.property('require-probes');
      other.reload({ ceiling: 'enforce' });
      expect((await ask(other, '/validate', review(unfitDeployment))).allowed).to.equal(false);
    } finally {
      other.close();
    }
  });
});
