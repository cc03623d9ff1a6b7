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

/** A CronJob that nothing but `missStart` makes start a Job soon, unless it is midnight. */
function bareCronJob({ name, namespace }: Named): JsonObject {
  const spec = { ...barePodSpec(), restartPolicy: 'OnFailure' };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace },
    spec: {
      schedule: '0 0 * * *',
      jobTemplate: { spec: { template: { metadata: { labels: { app: name } }, spec } } },
    },
  };
}

/** Has a CronJob's last start be two days ago: its controller then starts at once the Job that it has missed, and waits no minute. */
async function missStart({ name, namespace }: Named): Promise<void> {
  const twoDaysMs = 2 * 24 * 60 * 60 * 1000;
  const status = { lastScheduleTime: new Date(Date.now() - twoDaysMs).toISOString() };
  const patch = ['--subresource=status', '--type=merge', '-p', JSON.stringify({ status })];
  await theCluster().admin.succeed(['patch', 'cronjob', name, '-n', namespace, ...patch]);
}

/** Holds everybody who has created something of a resource in a namespace, or has tried to, to be one controller. */
function expectMadeBy(namespace: string, resource: string, controller: string): void {
  const { auditLog } = theCluster();
  // The audit log of a developer's own cluster is out of reach.
  if (auditLog === undefined) return;
  const events = auditEvents(auditLog, { namespace, verb: 'create', resource });
  const makers = new Set(events.map((event) => dig(event, 'user', 'username')));
  expect([...makers], resource).to.deep.equal([`system:serviceaccount:kube-system:${controller}`]);
}

async function isRolledOut(namespace: string): Promise<boolean> {
  await markReady(theCluster(), namespace);
  const status = await theCluster().admin.run([
    'rollout',
    'status',
    'deployment/web',
    '-n',
    namespace,
    '--watch=false',
  ]);
  return status.stdout.includes('successfully rolled out');
}

describe('the built-in controllers in a namespace that enforces', () => {
  const seaworthy = withSeaworthy();
  const made = ['ReplicaSet', 'Job', 'Pod'] as const;
  /** How many reviews of each kind that controllers make are counted with these labels so far. */
  const counted = async (labels: Readonly<Record<string, string>>): Promise<readonly number[]> => {
    const samples = await seaworthy().metrics();
    return made.map((kind) => total(samples, 'seaworthy_admission_requests_total', { kind, ...labels }));
  };
  const denials = () => counted({ decision: 'deny' });
  const warnedCreations = () => counted({ decision: 'warn', operation: 'CREATE' });

  it('turn a Deployment into a ReplicaSet and Pods, and roll an update out', async function () {
    this.timeout(120_000);
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'rolling', { enforce: 'production', inject: 'production' });
    await admin.apply(deployment({ name: 'web', namespace }, soundPodSpec()));
    const isRunning = async (image: string): Promise<boolean> => {
      if (!(await isRolledOut(namespace))) return false;
      const pods = await podsOf(theCluster(), namespace);
      return pods.length === 2 && pods.every((one) => JSON.stringify(one).includes(image));
    };
    await eventually('the Deployment is rolled out', () => isRunning(':1.4.2'));
    await admin.succeed(['set', 'image', 'deployment/web', 'web=registry.example.com/shop/web:1.5.0', '-n', namespace]);
    await eventually('the new image is rolled out', () => isRunning(':1.5.0'), { withinMs: 60_000 });
    expectMadeBy(namespace, 'replicasets', 'deployment-controller');
    expectMadeBy(namespace, 'pods', 'replicaset-controller');
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
    const denied = await denials();
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
    expect(await denials()).to.deep.equal(denied);
    const byUser = await admin.run(['create', '-f', '-'], pod({ name: 'mine', namespace }, barePodSpec()));
    expect(byUser.stderr).to.include('Pod "mine" is not ready for production');
  });

  it('may roll an unfit Deployment out anew and start the Job of an unfit CronJob, which a user may not', async function () {
    this.timeout(120_000);
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'unfit');
    const nightly = { name: 'nightly', namespace };
    await admin.apply(deployment({ name: 'web', namespace }, barePodSpec()), bareCronJob(nightly));
    await eventually('the Deployment is rolled out', () => isRolledOut(namespace));
    await admin.succeed(['label', 'namespace', namespace, 'seaworthy.dev/enforce=production']);
    await untilRefused(theCluster(), namespace);
    const [denied, warned] = [await denials(), await warnedCreations()];

    await admin.succeed(['rollout', 'restart', 'deployment/web', '-n', namespace]);
    await missStart(nightly);
    await eventually('the CronJob has a Job, and that has a Pod', async () => {
      return (await podsOf(theCluster(), namespace, 'app=nightly')).length > 0;
    });
    await eventually('the Deployment is rolled out anew', () => isRolledOut(namespace), { withinMs: 60_000 });

    expect(await denials()).to.deep.equal(denied);
    // All of them were asked about and found wanting, so that it is the exemption that let them pass.
    const [replicaSets, jobs, pods] = (await warnedCreations()).map((now, at) => now - (warned[at] ?? 0));
    expect(replicaSets, 'ReplicaSets').to.be.at.least(1);
    expect(jobs, 'Jobs').to.be.at.least(1);
    expect(pods, 'two Pods of the Deployment and one of the Job').to.be.at.least(3);
    expectMadeBy(namespace, 'replicasets', 'deployment-controller');
    expectMadeBy(namespace, 'jobs', 'cronjob-controller');
    // It names the CronJob as its owner, as the controller's Jobs do.
    const byUser = await admin.run(['create', 'job', 'mine', '--from=cronjob/nightly', '-n', namespace]);
    expect(byUser.stderr).to.include('Job "mine" is not ready for production');
  });
});
