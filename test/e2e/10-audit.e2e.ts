import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, dig, isObject, type Json } from '../../src/policy/json.js';
import { openApi, type Api } from './harness/api-proxy.js';
import type { Cluster } from './harness/cluster.js';
import { listOf } from './harness/kubectl.js';
import { createWorkloads, isOwned, kinds, untilSettled } from './harness/many-workloads.js';
import { shippedRun } from './harness/manifests.js';
import { createNamespace } from './harness/namespace.js';
import { runMeasured, runSeaworthy } from './harness/seaworthy-command.js';
import { kubeconfigOf } from './harness/service-account.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment } from './harness/workloads.js';

interface Report {
  readonly summary: { readonly objects: number };
  readonly findings: readonly Json[];
  readonly errors: readonly Json[];
}

interface Audited extends Report {
  readonly peakMiB: number;
}

/** Runs the audit as its shipped ServiceAccount, so that a right that is missing shows. */
async function audit(cluster: Cluster, ...args: readonly string[]): Promise<Audited> {
  const { serviceAccount } = shippedRun('CronJob', 'audit');
  const kubeconfig = await kubeconfigOf(cluster, serviceAccount);
  const ran = await runMeasured(cluster, ['audit', '--kubeconfig', kubeconfig, '--format', 'json', ...args], 120_000);
  expect(ran.code, ran.stderr).to.be.oneOf([0, 1]);
  return { ...(JSON.parse(ran.stdout) as Report), peakMiB: ran.peakMiB };
}

function namespaceOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** What a finding says, without where `check` has read it. */
function verdicts(findings: readonly Json[], namespaces: readonly string[]): readonly string[] {
  return findings
    .filter((finding) => namespaces.includes(namespaceOf(dig(finding, 'object', 'namespace'))))
    .map((finding) => {
      const { source: _source, ...rest } = isObject(finding) ? finding : {};
      return JSON.stringify(rest);
    })
    .sort();
}

/** The workloads that nobody else made, as kubectl exports them. */
async function exported(cluster: Cluster, namespaces: readonly string[]): Promise<string> {
  const list = await cluster.admin.get(kinds.join(','), '-A');
  const items = arrayAt(list, 'items')
    .filter(isObject)
    .filter((item) => namespaces.includes(namespaceOf(dig(item, 'metadata', 'namespace'))) && !isOwned(item));
  const file = join(cluster.folder, 'exported.json');
  writeFileSync(file, JSON.stringify(listOf(items)));
  return file;
}

describe('the audit', function () {
  this.timeout(300_000);
  let api: Api;
  let namespaces: readonly string[];
  let first: Audited;

  before(async () => {
    const cluster = theCluster();
    api = await openApi(cluster);
    const made: string[] = [];
    while (made.length < 50) {
      made.push(...(await Promise.all(Array.from({ length: 5 }, () => createNamespace(cluster, 'many')))));
    }
    namespaces = made;
    await createWorkloads(api, namespaces, 0, 1000);
    await untilSettled(cluster, namespaces);
    first = await audit(cluster, '--profile', 'production');
  });
  after(async () => {
    await api.stop();
  });

  it('finds everything once in 1,000 workloads of 50 namespaces', () => {
    expect(first.errors).to.deep.equal([]);
    expect(first.summary.objects).to.be.at.least(1000);
    const found = verdicts(first.findings, namespaces);
    expect(new Set(found).size).to.equal(found.length);
    const untagged = first.findings.filter((finding) => dig(finding, 'policy') === 'require-pinned-images');
    // Every third of them has one container whose image has no tag.
    expect(verdicts(untagged, namespaces)).to.have.length(334);
    const seen = new Set(first.findings.map((finding) => namespaceOf(dig(finding, 'object', 'namespace'))));
    expect(namespaces.filter((namespace) => !seen.has(namespace))).to.deep.equal([]);
  });

  it('gives the same verdicts as `check` on the exported manifests', async () => {
    const file = await exported(theCluster(), namespaces);
    const checked = await runSeaworthy(['check', '--profile', 'production', '--format', 'json', file]);
    expect(checked.code, checked.stderr).to.equal(1);
    const report = JSON.parse(checked.stdout) as Report;
    expect(report.summary.objects).to.equal(1000);
    expect(verdicts(first.findings, namespaces)).to.deep.equal(verdicts(report.findings, namespaces));
  });

  it('needs less than 30 MiB more for 5,000 workloads', async () => {
    await createWorkloads(api, namespaces, 1000, 5000);
    await untilSettled(theCluster(), namespaces);
    const second = await audit(theCluster(), '--profile', 'production');
    expect(verdicts(second.findings, namespaces).length).to.be.greaterThan(
      4 * verdicts(first.findings, namespaces).length,
    );
    expect(second.peakMiB - first.peakMiB, `${first.peakMiB} MiB, then ${second.peakMiB} MiB`).to.be.lessThan(30);
  });

  it('goes by the labels of the namespaces when no profile is named', async () => {
    const { admin } = theCluster();
    const labelled = await createNamespace(theCluster(), 'labelled', { enforce: 'production' });
    const warned = await createNamespace(theCluster(), 'labelled', { warn: 'production' });
    const plain = await createNamespace(theCluster(), 'unlabelled');
    for (const namespace of [labelled, warned, plain]) {
      await admin.apply(deployment({ name: 'web', namespace }, barePodSpec(), { replicas: 0 }));
    }
    const modes = async (namespace: string): Promise<readonly (Json | undefined)[]> => {
      const { findings } = await audit(theCluster(), '--namespace', namespace);
      const of = findings.filter((finding) => dig(finding, 'policy') === 'require-probes');
      return [...new Set(of.map((finding) => dig(finding, 'mode')))];
    };
    expect(await modes(labelled)).to.deep.equal(['enforce']);
    expect(await modes(warned)).to.deep.equal(['warn']);
    expect(await modes(plain)).to.deep.equal([]);
  });
});
