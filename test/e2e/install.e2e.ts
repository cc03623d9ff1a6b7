import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { arrayAt, dig, stringAt } from '../../src/policy/json.js';
import { controlPlaneBinaries, helmBinary } from './harness/binaries.js';
import { startControlPlane } from './harness/control-plane.js';
import type { ControlPlane } from './harness/control-plane.js';
import { eventually } from './harness/eventually.js';
import { createKubectl } from './harness/kubectl.js';
import type { Kubectl } from './harness/kubectl.js';
import { installFile, repository } from './harness/manifests.js';
import { runCommand } from './harness/run-command.js';

const home = 'seaworthy-system';
const kinds = ['validatingwebhookconfiguration', 'mutatingwebhookconfiguration'];

// Any PEM will do: the API server parses it and calls nobody, because no namespace opts in.
const bundle = Buffer.from(
  `-----BEGIN CERTIFICATE-----
MIIBTDCB86ADAgECAgEBMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMMA2UyZTAeFw0y
-----END CERTIFICATE-----
`,
).toString('base64');

/** A cluster of its own: the other scenarios have parts of Seaworthy in theirs, which helm would refuse to take over. */
describe('the installation', function () {
  this.timeout(180_000);
  let folder: string;
  let plane: ControlPlane | undefined;
  let kubectl: Kubectl;

  before(async function () {
    // A developer's own cluster is not ours to install into and to take from again.
    if (process.env['SEAWORTHY_E2E_USE_KUBECONFIG'] === '1') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-install-'));
    plane = await startControlPlane(folder, controlPlaneBinaries());
    kubectl = createKubectl(plane.kubeconfig, folder);
  });

  after(async () => {
    if (plane === undefined) return;
    for (const process of plane.processes) await process.stop();
    rmSync(folder, { recursive: true });
  });

  async function helm(...args: readonly string[]): Promise<string> {
    const folders = { HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
    const env = { ...process.env, ...folders };
    const all = [...args, '--kubeconfig', kubectl.kubeconfig, '--namespace', home];
    const { code, stdout, stderr } = await runCommand(helmBinary(), all, { env });
    if (code !== 0) throw new Error(`helm ${args.join(' ')}: exit ${code}\n${stderr}`);
    return stdout;
  }

  /** What the Job of the certificates does to the webhook configurations. */
  async function publishBundle(): Promise<void> {
    for (const kind of kinds) {
      const hooks = arrayAt(await kubectl.get(kind, 'seaworthy'), 'webhooks');
      const patch = hooks.map((_, index) => ({
        op: 'add',
        path: `/webhooks/${index}/clientConfig/caBundle`,
        value: bundle,
      }));
      await kubectl.succeed(['patch', kind, 'seaworthy', '--type=json', '-p', JSON.stringify(patch)]);
    }
  }

  async function bundles(): Promise<(string | undefined)[]> {
    const found = await Promise.all(kinds.map((kind) => kubectl.get(kind, 'seaworthy')));
    return found
      .flatMap((object) => arrayAt(object, 'webhooks'))
      .map((hook) => stringAt(dig(hook, 'clientConfig'), 'caBundle'));
  }

  async function podNames(): Promise<string[]> {
    const pods = arrayAt(await kubectl.get('pods', '-n', home), 'items');
    return pods.map((pod) => stringAt(dig(pod, 'metadata'), 'name') ?? '');
  }

  /** The two pods of the server and the one of the Job pass the namespace's Pod Security level, or they would not be there. */
  async function untilPodsExist(): Promise<void> {
    await eventually('the controllers have made the pods', async () => {
      const names = await podNames();
      const jobs = names.filter((name) => name.startsWith('seaworthy-certs-'));
      return jobs.length >= 1 && names.length - jobs.length >= 2;
    });
  }

  it('is accepted by the API server with every field known, and its pods by the restricted Pod Security Standard', async () => {
    const said = await kubectl.run(['apply', '--validate=strict', '-f', installFile]);
    expect(said).to.deep.include({ code: 0, stderr: '' });
    const { labels } = (await kubectl.get('namespace', home))['metadata'] as { labels: Record<string, string> };
    expect(labels).to.include({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    await untilPodsExist();
  });

  it('can be applied again, and keeps the CA bundle that was published since', async () => {
    await publishBundle();
    const said = await kubectl.succeed(['apply', '-f', installFile]);
    const changed = said.split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged'));
    // kubectl sends the selector of a PodDisruptionBudget every time, because its type says that it replaces and is not merged.
    expect(changed).to.deep.equal(['poddisruptionbudget.policy/seaworthy configured']);
    expect(await bundles()).to.deep.equal(Array.from({ length: 5 }, () => bundle));
  });

  it('keeps the CA bundle when the API server does the applying', async () => {
    await kubectl.succeed(['apply', '--server-side', '--force-conflicts', '-f', installFile]);
    expect(await bundles()).to.deep.equal(Array.from({ length: 5 }, () => bundle));
  });

  it('installs with helm into a namespace that helm makes, and keeps the CA bundle in an upgrade', async () => {
    await kubectl.succeed(['delete', '--wait', '-f', installFile]);
    await helm('install', 'seaworthy', join(repository, 'deploy/chart'), '--create-namespace');
    await untilPodsExist();
    await publishBundle();
    await helm('upgrade', 'seaworthy', join(repository, 'deploy/chart'), '--set', 'image.tag=0.1.1,server.replicas=3');
    expect(await bundles()).to.deep.equal(Array.from({ length: 5 }, () => bundle));
    expect(dig(await kubectl.get('deployment', 'seaworthy', '-n', home), 'spec', 'replicas')).to.equal(3);
    expect(await helm('get', 'manifest', 'seaworthy')).not.to.match(/^kind: Namespace$/m);
  });
});
