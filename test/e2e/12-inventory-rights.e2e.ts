import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, dig, stringAt, type JsonObject } from '../../src/policy/json.js';
import { eventually } from './harness/eventually.js';
import { accessManifests, homeNamespace, nameOf, shippedRun } from './harness/manifests.js';
import { total } from './harness/metrics.js';
import { createNamespace } from './harness/namespace.js';
import { startRelay, type Relay } from './harness/relay.js';
import { startSeaworthy, type Seaworthy } from './harness/seaworthy-process.js';
import { kubeconfigOf } from './harness/service-account.js';
import { networkPolicy, strictDeployment } from './harness/strict-workload.js';
import { theCluster } from './harness/suite.js';
import { registerWebhooks, uninstall } from './harness/webhooks.js';

const KIND = 'PodDisruptionBudget';

/** The server's kubeconfig, leading through a relay that can be cut. */
async function throughRelay(): Promise<{ readonly relay: Relay; readonly kubeconfig: string }> {
  const straight = readFileSync(
    await kubeconfigOf(theCluster(), shippedRun('Deployment', 'serve').serviceAccount),
    'utf8',
  );
  const server = stringAt(dig(arrayAt(JSON.parse(straight), 'clusters')[0], 'cluster'), 'server') ?? '';
  const relay = await startRelay(new URL(server));
  const kubeconfig = join(theCluster().folder, 'through-relay.kubeconfig');
  writeFileSync(kubeconfig, straight.replace(server, `https://127.0.0.1:${relay.port}`), { mode: 0o600 });
  return { relay, kubeconfig };
}

/** The shipped role of the server, without the rules for an API group. */
function roleWithout(group: string): JsonObject {
  const role = accessManifests().find((one) => one['kind'] === 'ClusterRole' && nameOf(one) === 'seaworthy-server');
  const rules = arrayAt(role, 'rules').filter((rule) => !arrayAt(rule, 'apiGroups').includes(group));
  return { ...role, rules: [...rules] };
}

describe('a kind that may no longer be watched', function () {
  this.timeout(180_000);
  let relay: Relay | undefined;
  let seaworthy: Seaworthy | undefined;
  let web: JsonObject;

  const known = async (): Promise<number> =>
    total((await seaworthy?.metrics()) ?? [], 'seaworthy_inventory_known', { kind: KIND });
  const lines = (message: string): readonly JsonObject[] =>
    (seaworthy?.process.log() ?? '')
      .split('\n')
      .filter((line) => line.includes(message))
      .map((line) => JSON.parse(line) as JsonObject);
  const isDenied = async (): Promise<boolean> => {
    const { code, stderr } = await theCluster().admin.run(['create', '--dry-run=server', '-f', '-'], web);
    if (code !== 0 && !stderr.includes('require-pod-disruption-budget')) throw new Error(stderr);
    return code !== 0;
  };
  const mayWatch = async (): Promise<boolean> => {
    const account = `system:serviceaccount:${homeNamespace()}:${shippedRun('Deployment', 'serve').serviceAccount}`;
    const asked = ['auth', 'can-i', 'watch', 'poddisruptionbudgets.policy', '-A', `--as=${account}`];
    return (await theCluster().admin.run(asked)).stdout.trim() === 'yes';
  };

  before(async function () {
    // A relay has another address than a cluster that is not on this machine is known by.
    if (process.env['SEAWORTHY_E2E_USE_KUBECONFIG'] === '1') this.skip();
    const way = await throughRelay();
    relay = way.relay;
    seaworthy = await startSeaworthy(theCluster(), { kubeconfig: way.kubeconfig });
    await registerWebhooks(theCluster(), seaworthy);
    const namespace = await createNamespace(theCluster(), 'rights', { enforce: 'strict' });
    await theCluster().admin.apply(networkPolicy(namespace));
    web = strictDeployment({ name: 'web', namespace });
    await eventually('the Deployment is denied', isDenied);
  });
  after(async () => {
    await theCluster().admin.apply(...accessManifests());
    if (seaworthy !== undefined) await uninstall(theCluster(), seaworthy);
    relay?.close();
  });

  it('goes on after a connection that breaks, and the log has nothing to say', async () => {
    relay?.cut();
    await eventually('it is still denied', isDenied);
    expect(await known()).to.equal(1);
    expect(lines('cannot be seen')).to.deep.equal([]);
  });

  it('is unknown, denies nothing and is told once, and is seen again when the right is given back', async () => {
    await theCluster().admin.apply(roleWithout('policy'));
    await eventually('the right is gone', async () => !(await mayWatch()));
    relay?.cut();
    await eventually('the kind is unknown', async () => (await known()) === 0);
    expect(await isDenied()).to.equal(false);
    await theCluster().admin.apply(...accessManifests());
    await eventually('the kind is seen', async () => (await known()) === 1, { withinMs: 60_000 });
    await eventually('the Deployment is denied again', isDenied);
    const [lost, ...others] = lines('cannot be seen');
    expect(others).to.deep.equal([]);
    expect(lost).to.include({ level: 'warn', kind: KIND });
    expect(stringAt(lost, 'reason')).to.match(/^poddisruptionbudgets\.policy is forbidden: /);
    expect(lines('can be seen again')).to.have.length(1);
  });
});
