import { expect } from 'chai';
import { dig, stringAt, type JsonObject } from '../../src/policy/json.js';
import { auditEvents } from './harness/audit-log.js';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { total } from './harness/metrics.js';
import { createNamespace } from './harness/namespace.js';
import { markReady, podsOf } from './harness/pods.js';
import { theCluster } from './harness/suite.js';
import { untilRefused } from './harness/webhooks.js';
import { barePodSpec, deployment, pod, soundPodSpec, type Named } from './harness/workloads.js';

const controllers = 'system:serviceaccount:kube-system';

/** One workload of each kind whose Pods a built-in controller makes. */
function bareOwners(namespace: string): readonly JsonObject[] {
  const of = (name: string): Named => ({ name, namespace });
  const web = deployment(of('deployment'), barePodSpec());
  const template = (name: string): JsonObject => ({ metadata: { labels: { app: name } }, spec: barePodSpec() });
  const metadata = (name: string): JsonObject => ({ name, namespace });
  const selector = (name: string): JsonObject => ({ matchLabels: { app: name } });
  return [
    web,
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: metadata('replicaset'),
      spec: { replicas: 1, selector: selector('replicaset'), template: template('replicaset') },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: metadata('statefulset'),
      spec: {
        serviceName: 'statefulset',
        replicas: 1,
        selector: selector('statefulset'),
        template: template('statefulset'),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: metadata('replication'),
      spec: { replicas: 1, selector: { app: 'replication' }, template: template('replication') },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata('job'),
      spec: {
        template: { metadata: { labels: { app: 'job' } }, spec: { ...barePodSpec(), restartPolicy: 'OnFailure' } },
      },
    },
  ];
}

describe('the built-in controllers in a namespace that enforces', () => {
  const seaworthy = withSeaworthy();
  const denials = async (kind: string): Promise<number> =>
    total(await seaworthy().metrics(), 'seaworthy_admission_requests_total', { kind, decision: 'deny' });

  it('turn a Deployment into a ReplicaSet and Pods, and roll an update out', async function () {
    this.timeout(120_000);
    const { admin, auditLog } = theCluster();
    const namespace = await createNamespace(theCluster(), 'rolling', { enforce: 'production', inject: 'production' });
    const before = [await denials('Pod'), await denials('ReplicaSet')];
    await admin.apply(deployment({ name: 'web', namespace }, soundPodSpec()));
    const rolledOut = async (image: string): Promise<boolean> => {
      await markReady(theCluster(), namespace);
      const status = await admin.run(['rollout', 'status', 'deployment/web', '-n', namespace, '--watch=false']);
      const pods = await podsOf(theCluster(), namespace);
      return (
        status.stdout.includes('successfully rolled out') && pods.length === 2 && JSON.stringify(pods).includes(image)
      );
    };
    await eventually('the Deployment is rolled out', () => rolledOut(':1.4.2'));
    await admin.succeed(['set', 'image', 'deployment/web', 'web=registry.example.com/shop/web:1.5.0', '-n', namespace]);
    await eventually('the new image is rolled out', () => rolledOut(':1.5.0'), { withinMs: 60_000 });
    expect([await denials('Pod'), await denials('ReplicaSet')]).to.deep.equal(before);
    if (auditLog === undefined) return;
    const creators = (resource: string): Set<unknown> =>
      new Set(
        auditEvents(auditLog, { namespace, verb: 'create', resource }).map((event) => dig(event, 'user', 'username')),
      );
    expect([...creators('replicasets')]).to.deep.equal([`${controllers}:deployment-controller`]);
    expect([...creators('pods')]).to.deep.equal([`${controllers}:replicaset-controller`]);
  });

  it('may replace the Pods of workloads from before the opt-in, which a user may not create', async function () {
    this.timeout(120_000);
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'owned');
    const owners = bareOwners(namespace);
    await admin.apply(...owners);
    const names = ['deployment', 'replicaset', 'statefulset', 'replication', 'job'];
    const podsOfEach = async (): Promise<readonly string[]> => {
      const pods = await Promise.all(names.map((name) => podsOf(theCluster(), namespace, `app=${name}`)));
      const uids = pods.map((found) => stringAt(dig(found[0], 'metadata'), 'uid') ?? '');
      return uids.includes('') ? [] : uids;
    };
    const before = await eventually('every owner has a Pod', async () => {
      const uids = await podsOfEach();
      return uids.length > 0 && uids;
    });
    await admin.succeed(['label', 'namespace', namespace, 'seaworthy.dev/enforce=production']);
    await untilRefused(theCluster(), namespace);
    const denied = await denials('Pod');
    await admin.succeed(['delete', 'pods', '--all', '-n', namespace, '--wait=false']);
    const after = await eventually(
      'every owner has a new Pod',
      async () => {
        const uids = await podsOfEach();
        return uids.length > 0 && uids.every((uid) => !before.includes(uid)) && uids;
      },
      { withinMs: 60_000 },
    );
    expect(after).to.have.length(names.length);
    expect(await denials('Pod')).to.equal(denied);
    const byUser = await admin.run(['create', '-f', '-'], pod({ name: 'mine', namespace }, barePodSpec()));
    expect(byUser.stderr).to.include('Pod "mine" is not ready for production');
  });
});
