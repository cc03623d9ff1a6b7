import { expect } from 'chai';
import { dig } from '../../src/policy/json.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { untilRefused } from './harness/webhooks.js';
import { bareContainer, barePodSpec, deployment } from './harness/workloads.js';

describe('a Deployment from before the opt-in', () => {
  withSeaworthy();
  let namespace: string;
  const run = (...args: readonly string[]) => theCluster().admin.run([...args, '-n', namespace]);

  before(async () => {
    namespace = await createNamespace(theCluster(), 'legacy');
    await theCluster().admin.apply(deployment({ name: 'web', namespace }, barePodSpec()));
    await theCluster().admin.succeed(['label', 'namespace', namespace, 'seaworthy.dev/enforce=production']);
    await untilRefused(theCluster(), namespace);
  });

  it('can be scaled', async () => {
    expect(await run('scale', 'deployment/web', '--replicas=3')).to.include({ code: 0 });
    expect(dig(await theCluster().admin.get('deployment', 'web', '-n', namespace), 'spec', 'replicas')).to.equal(3);
  });

  it('can be annotated and labelled', async () => {
    expect(await run('annotate', 'deployment/web', 'example.com/owner=shop')).to.include({ code: 0 });
    expect(await run('label', 'deployment/web', 'tier=front')).to.include({ code: 0 });
  });

  it('can be restarted, and a warning says what is wrong with it', async () => {
    const restarted = await run('rollout', 'restart', 'deployment/web');
    expect(restarted.code, restarted.stderr).to.equal(0);
    expect(restarted.stderr).to.include('Warning: require-probes: ');
  });

  it('can be made better in part', async () => {
    const better = await run(
      'set',
      'resources',
      'deployment/web',
      '--limits=memory=256Mi',
      '--requests=cpu=100m,memory=128Mi',
    );
    expect(better.code, better.stderr).to.equal(0);
  });

  it('cannot be made worse: an image without a tag is refused, for that reason alone', async () => {
    const worse = await run('set', 'image', 'deployment/web', 'web=registry.example.com/shop/web');
    expect(worse.code).to.equal(1);
    expect(worse.stderr).to.include('  require-pinned-images: ').and.not.to.include('  require-probes: ');
  });

  it('cannot be made worse: a second container is judged for itself', async () => {
    const patch = { spec: { template: { spec: { containers: [bareContainer('extra')] } } } };
    const worse = await run('patch', 'deployment/web', '-p', JSON.stringify(patch));
    expect(worse.code).to.equal(1);
    expect(worse.stderr).to.include('  require-probes: container "extra" has no readiness probe');
    expect(worse.stderr).not.to.include('  require-probes: container "web"');
  });

  it('can be deleted', async () => {
    expect(await run('delete', 'deployment/web')).to.include({ code: 0 });
  });
});
