import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, dig, isObject, stringAt, type Json, type JsonObject } from '../../src/policy/json.js';
import { listOf } from './harness/kubectl.js';
import { isOwned } from './harness/many-workloads.js';
import { shippedRun } from './harness/manifests.js';
import { createNamespace } from './harness/namespace.js';
import { runSeaworthy } from './harness/seaworthy-command.js';
import { kubeconfigOf } from './harness/service-account.js';
import { autoscaler, disruptionBudget, networkPolicy, strictDeployment } from './harness/strict-workload.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, limitRange } from './harness/workloads.js';

const kinds = [
  'configmaps',
  'deployments',
  'horizontalpodautoscalers',
  'ingresses',
  'limitranges',
  'networkpolicies',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'resourcequotas',
  'rolebindings',
  'roles',
  'services',
];

function ingress(name: string, namespace: string): JsonObject {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace },
    spec: { rules: [{ host: `${namespace}.example.com`, http }] },
  };
}

/** Something for each policy that looks at other objects to find, and something for it to be content with. */
function village(namespace: string): readonly JsonObject[] {
  const named = (name: string) => ({ name, namespace });
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
  const rbac = 'rbac.authorization.k8s.io';
  return [
    strictDeployment(named('web')),
    disruptionBudget(named('web')),
    strictDeployment(named('api'), { replicas: 1 }),
    autoscaler(named('api')),
    strictDeployment(named('lone'), { replicas: 3 }),
    deployment(named('files'), { ...barePodSpec(), volumes }),
    autoscaler(named('files'), 'cpu', 'memory'),
    autoscaler(named('nobody')),
    ingress('one', namespace),
    ingress('two', namespace),
    networkPolicy(namespace),
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: named('data'),
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
    limitRange(namespace, { defaultRequest: { memory: '64Mi' } }),
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: named('some'), spec: { hard: { services: '5' } } },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: named('all'), rules: everything },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: named('all'),
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'all' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
    },
  ];
}

/** The findings of a report, without where `check` has read them. */
function verdicts(report: string): readonly string[] {
  const { findings } = JSON.parse(report) as { readonly findings: readonly Json[] };
  return findings
    .filter(isObject)
    .map(({ source: _source, ...rest }) => JSON.stringify(rest))
    .sort();
}

const isUnmeasured = (message: string): boolean => message.endsWith(' to measure by');

describe('the audit of objects beside each other', () => {
  it('gives the same findings as `check` on the exported manifests, of every policy that looks at others', async () => {
    const { admin, folder } = theCluster();
    const namespace = await createNamespace(theCluster(), 'village');
    await admin.apply(...village(namespace));
    const kubeconfig = await kubeconfigOf(theCluster(), shippedRun('CronJob', 'audit').serviceAccount);
    const asked = ['--profile', 'strict', '--format', 'json'];
    const audited = await runSeaworthy(['audit', '--kubeconfig', kubeconfig, '--namespace', namespace, ...asked]);
    expect(audited.code, audited.stderr).to.equal(1);

    const file = join(folder, `${namespace}.json`);
    const items = arrayAt(await admin.get(kinds.join(','), '-n', namespace), 'items').filter(isObject);
    const place = await admin.get('namespace', namespace);
    writeFileSync(file, JSON.stringify(listOf([place, ...items.filter((item) => !isOwned(item))])));
    const checked = await runSeaworthy(['check', ...asked, file]);
    expect(checked.code, checked.stderr).to.equal(1);

    const found = verdicts(audited.stdout);
    expect(found).to.deep.equal(verdicts(checked.stdout));
    const unmeasured = found.map((finding) => stringAt(JSON.parse(finding), 'message') ?? '').filter(isUnmeasured);
    expect(unmeasured).to.deep.equal(['container "web" of Deployment "files" requests no "cpu" to measure by']);
    const policies = new Set(found.map((finding) => dig(JSON.parse(finding), 'policy')));
    expect([...policies]).to.include.members([
      'disallow-cluster-admin-bindings',
      'disallow-ingress-conflicts',
      'disallow-shared-single-writer-volumes',
      'require-pod-disruption-budget',
      'require-resource-quota',
      'require-sound-autoscaling',
    ]);
  });
});
