import { expect } from 'chai';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { parseMetrics, total } from './harness/metrics.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, pod, soundPodSpec } from './harness/workloads.js';

/** How often the API server has called a webhook in vain and gone on without its answer. */
async function passedOver(webhook: string): Promise<number> {
  const samples = parseMetrics(await theCluster().admin.succeed(['get', '--raw', '/metrics']));
  return total(samples, 'apiserver_admission_webhook_fail_open_count', { name: webhook });
}

/** Applies a Pod and a Deployment that no profile would let pass. */
async function applyBare(namespace: string): Promise<void> {
  const lone = await theCluster().admin.run(['apply', '-f', '-'], pod({ name: 'lone', namespace }, barePodSpec()));
  expect(lone, lone.stderr).to.include({ code: 0, stdout: 'pod/lone created\n' });
  const web = deployment({ name: 'web', namespace }, barePodSpec());
  const applied = await theCluster().admin.run(['apply', '-f', '-'], web);
  expect(applied, applied.stderr).to.include({ code: 0, stdout: 'deployment.apps/web created\n' });
}

describe('when the server is gone', () => {
  const seaworthy = withSeaworthy();
  const namespaces = { enforce: '', warn: '', audit: '', inject: '', plain: '' };

  before(async () => {
    for (const label of ['enforce', 'warn', 'audit', 'inject'] as const) {
      namespaces[label] = await createNamespace(theCluster(), `gone-${label}`, { [label]: 'production' });
    }
    namespaces.plain = await createNamespace(theCluster(), 'gone-plain');
    await seaworthy().process.stop('SIGKILL');
  });

  it('a namespace that enforces refuses even what is sound, and names the webhook that failed', async () => {
    const sound = deployment({ name: 'web', namespace: namespaces.enforce }, soundPodSpec());
    const { code, stderr } = await theCluster().admin.run(['apply', '-f', '-'], sound);
    expect(code).to.equal(1);
    expect(stderr).to.include('failed calling webhook "enforce.seaworthy.dev"');
  });

  for (const label of ['warn', 'audit', 'inject'] as const) {
    it(`a namespace with \`${label}\` goes on, for Pods and for Deployments, though the webhook is called`, async () => {
      const webhook = `${label}.seaworthy.dev`;
      const before = await passedOver(webhook);
      await applyBare(namespaces[label]);
      expect(await passedOver(webhook)).to.be.greaterThan(before);
    });
  }

  it('a namespace with no label goes on', () => applyBare(namespaces.plain));

  it('the label can be taken away, and then the namespace goes on', async () => {
    const { admin } = theCluster();
    const taken = await admin.run(['label', 'namespace', namespaces.enforce, 'seaworthy.dev/enforce-']);
    expect(taken, taken.stderr).to.include({ code: 0 });
    const bare = deployment({ name: 'web', namespace: namespaces.enforce }, barePodSpec());
    await eventually('the namespace goes on', async () => (await admin.run(['apply', '-f', '-'], bare)).code === 0);
  });
});
