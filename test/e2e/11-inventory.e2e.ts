import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, dig, stringAt, type JsonObject } from '../../src/policy/json.js';
import { relatedKinds, type RelatedName } from '../../src/policy/related.js';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { accessManifests, nameOf, shippedConfiguration } from './harness/manifests.js';
import { writeMounted } from './harness/mounted-folder.js';
import { createNamespace } from './harness/namespace.js';
import { configFile } from './harness/seaworthy-process.js';
import { autoscaler, disruptionBudget, networkPolicy, strictDeployment } from './harness/strict-workload.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, limitRange } from './harness/workloads.js';

/** What the API server says to a try that stores nothing. */
async function tried(object: JsonObject): Promise<string> {
  const { code, stderr } = await theCluster().admin.run(['create', '--dry-run=server', '-f', '-'], object);
  return code === 0 ? 'admitted' : stderr;
}

async function untilAdmitted(object: JsonObject): Promise<void> {
  await eventually(`${nameOf(object)} is admitted`, async () => {
    const answer = await tried(object);
    if (answer !== 'admitted') throw new Error(answer);
    return true;
  });
}

/** Waits until the one thing that is wrong with an object is what a policy says. */
async function untilDenied(object: JsonObject, policy: string): Promise<void> {
  await eventually(`${nameOf(object)} is denied for ${policy} alone`, async () => {
    const answer = await tried(object);
    if (answer.includes(': 1 finding\n') && answer.includes(`  ${policy}: `)) return true;
    throw new Error(answer);
  });
}

/** The kinds beside Namespaces that the server's shipped role lets it watch, by their plurals. */
function watchedPlurals(): readonly string[] {
  const role = accessManifests().find((one) => one['kind'] === 'ClusterRole' && nameOf(one) === 'seaworthy-server');
  const rules = arrayAt(role, 'rules').filter((rule) => arrayAt(rule, 'verbs').includes('watch'));
  const plurals = rules.flatMap((rule) => arrayAt(rule, 'resources')).map(String);
  return plurals.filter((plural) => plural !== 'namespaces').sort();
}

describe('objects beside the one that is judged', () => {
  const seaworthy = withSeaworthy();
  let namespace = '';

  beforeEach(async () => {
    namespace = await createNamespace(theCluster(), 'beside', { enforce: 'strict' });
    await theCluster().admin.apply(networkPolicy(namespace));
  });

  it('decide over a Deployment as they come and go', async () => {
    const { admin } = theCluster();
    const web = strictDeployment({ name: 'web', namespace });
    await untilDenied(web, 'require-pod-disruption-budget');
    await admin.apply(disruptionBudget({ name: 'web', namespace }));
    await untilAdmitted(web);
    await admin.succeed(['delete', 'poddisruptionbudget', 'web', '-n', namespace]);
    await untilDenied(web, 'require-pod-disruption-budget');
  });

  it('count as they are after a change, and in their own namespace alone', async () => {
    const { admin } = theCluster();
    const other = await createNamespace(theCluster(), 'other');
    await admin.apply(
      disruptionBudget({ name: 'web', namespace: other }),
      disruptionBudget({ name: 'api', namespace }),
    );
    const web = strictDeployment({ name: 'web', namespace });
    await untilAdmitted(strictDeployment({ name: 'api', namespace }));
    await untilDenied(web, 'require-pod-disruption-budget');
    const selector = { spec: { selector: { matchLabels: { app: 'web' } } } };
    await admin.succeed(['patch', 'pdb', 'api', '-n', namespace, '--type=merge', '-p', JSON.stringify(selector)]);
    await untilAdmitted(web);
  });

  it('are HorizontalPodAutoscalers, whose target may start with one replica', async () => {
    const single = strictDeployment({ name: 'web', namespace }, { replicas: 1 });
    await untilDenied(single, 'require-replicas');
    await theCluster().admin.apply(
      disruptionBudget({ name: 'web', namespace }),
      autoscaler({ name: 'web', namespace }),
    );
    await untilAdmitted(single);
  });

  it('are the target of an autoscaler, with the requests that its Pods will be given', async () => {
    const { admin } = theCluster();
    const place = await createNamespace(theCluster(), 'scaled');
    await admin.apply(deployment({ name: 'web', namespace: place }, barePodSpec()));
    const scaler = autoscaler({ name: 'web', namespace: place });
    await admin.succeed(['label', 'namespace', place, 'seaworthy.dev/enforce=production']);
    await untilDenied(scaler, 'require-sound-autoscaling');
    await admin.apply(limitRange(place, { max: { cpu: '2' } }));
    await untilAdmitted(scaler);
    await admin.succeed(['delete', 'limitrange', 'limits', '-n', place]);
    await untilDenied(scaler, 'require-sound-autoscaling');
    await admin.succeed(['label', 'namespace', place, 'seaworthy.dev/inject=production']);
    await untilAdmitted(scaler);
  });

  it('are of the kinds that the shipped role grants, each of them seen', async () => {
    const known = (await seaworthy().metrics()).filter(({ name }) => name === 'seaworthy_inventory_known');
    expect(known.map(({ value }) => value)).to.deep.equal(known.map(() => 1));
    const plurals = known.map(({ labels }) => relatedKinds[labels['kind'] as RelatedName].resource.plural);
    expect(plurals.sort()).to.deep.equal(watchedPlurals());
  });

  it('may follow in the same folder: kubectl applies all the rest, and the Deployment when it is run again', async () => {
    const { admin, folder } = theCluster();
    const manifests = join(folder, `apply-${namespace}`);
    mkdirSync(manifests);
    const write = (name: string, object: JsonObject): void => {
      writeFileSync(join(manifests, name), JSON.stringify(object));
    };
    write('deployment.json', strictDeployment({ name: 'web', namespace }));
    write('pdb.json', disruptionBudget({ name: 'web', namespace }));
    const first = await admin.run(['apply', '-f', manifests]);
    expect(first.code).to.equal(1);
    expect(first.stdout).to.equal('poddisruptionbudget.policy/web created\n');
    expect(first.stderr).to.include('require-pod-disruption-budget');
    const again = await eventually('the second run succeeds', async () => {
      const { code, stdout } = await admin.run(['apply', '-f', manifests]);
      return code === 0 && stdout;
    });
    expect(again).to.match(
      /^deployment\.apps\/web created\npoddisruptionbudget\.policy\/web (?:configured|unchanged)\n$/,
    );
    const stored = await admin.get('deployment', 'web', '-n', namespace);
    expect(stringAt(dig(stored, 'metadata'), 'name')).to.equal('web');
  });

  it('are watched as the configuration in force wants it', async () => {
    const kindsInSight = async (): Promise<readonly (string | undefined)[]> =>
      (await seaworthy().metrics())
        .filter(({ name, value }) => name === 'seaworthy_inventory_known' && value === 1)
        .map(({ labels }) => labels['kind']);
    const configure = (text: string): void => {
      writeMounted(seaworthy().configFolder, { [configFile]: text });
    };
    const before = await kindsInSight();
    expect(before).to.include.members(['Role', 'ClusterRole', 'PodDisruptionBudget']);
    const off = 'profiles: {production: {policies: {disallow-cluster-admin-bindings: off}}}';
    configure(`apiVersion: seaworthy.dev/v1\nkind: Configuration\n${off}\n`);
    const rest = before.filter((kind) => !String(kind).endsWith('Role'));
    await eventually('roles are no longer watched', async () => (await kindsInSight()).join() === rest.join());
    configure(shippedConfiguration());
    await eventually('roles are watched again', async () => (await kindsInSight()).join() === before.join());
  });
});
