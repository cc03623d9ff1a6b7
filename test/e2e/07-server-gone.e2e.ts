import { expect } from 'chai';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, soundPodSpec } from './harness/workloads.js';

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

  for (const label of ['warn', 'audit', 'inject', 'plain'] as const) {
    it(`a namespace with ${label === 'plain' ? 'no label' : `\`${label}\``} goes on`, async () => {
      const bare = deployment({ name: 'web', namespace: namespaces[label] }, barePodSpec());
      const applied = await theCluster().admin.run(['apply', '-f', '-'], bare);
      expect(applied, applied.stderr).to.include({ code: 0, stdout: 'deployment.apps/web created\n' });
    });
  }

  it('the label can be taken away, and then the namespace goes on', async () => {
    const { admin } = theCluster();
    const taken = await admin.run(['label', 'namespace', namespaces.enforce, 'seaworthy.dev/enforce-']);
    expect(taken, taken.stderr).to.include({ code: 0 });
    const bare = deployment({ name: 'web', namespace: namespaces.enforce }, barePodSpec());
    await eventually('the namespace goes on', async () => (await admin.run(['apply', '-f', '-'], bare)).code === 0);
  });
});
