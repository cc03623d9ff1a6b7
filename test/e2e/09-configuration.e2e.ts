import { expect } from 'chai';
import { auditEvents, annotationsOf } from './harness/audit-log.js';
import { openApi, type Api } from './harness/api-proxy.js';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { total } from './harness/metrics.js';
import { writeMounted } from './harness/mounted-folder.js';
import { createNamespace } from './harness/namespace.js';
import { configFile } from './harness/seaworthy-process.js';
import { requestSteadily, type SteadyRequests } from './harness/steady-requests.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, soundContainer, soundPodSpec } from './harness/workloads.js';

const head = 'apiVersion: seaworthy.dev/v1\nkind: Configuration\n';
const withoutProbes = `${head}profiles:\n  production:\n    policies:\n      require-probes: off\n`;

describe('the configuration', function () {
  this.timeout(120_000);
  const seaworthy = withSeaworthy();
  let api: Api;
  let namespace: string;
  let flow: SteadyRequests;

  const metric = async (name: string): Promise<number> => total(await seaworthy().metrics(), name);
  const reloaded = (): Promise<number> => metric('seaworthy_config_last_reload_success_timestamp_seconds');
  const refused = (): Promise<number> => metric('seaworthy_config_reload_failures_total');

  /** Writes the mounted file, and waits until the server has taken it in or refused it. */
  async function configure(text: string, outcome: () => Promise<number>): Promise<void> {
    const before = await outcome();
    writeMounted(seaworthy().configFolder, { [configFile]: text });
    await eventually('the server has seen the new configuration', async () => (await outcome()) > before);
  }

  before(async () => {
    api = await openApi(theCluster());
    namespace = await createNamespace(theCluster(), 'reload', { enforce: 'production' });
  });
  after(async () => {
    await api.stop();
  });

  beforeEach(() => {
    // Sound but for its probes, so that one policy alone decides.
    const { readinessProbe: _readiness, livenessProbe: _liveness, ...silent } = soundContainer();
    flow = requestSteadily(api, deployment({ name: 'web', namespace }, soundPodSpec(silent)), namespace);
  });
  afterEach(async () => {
    await flow.stop();
    expect(flow.failures()).to.deep.equal([]);
  });

  it('is reloaded under load: requests are judged by the old one, then by the new one, and none fails', async () => {
    await flow.more(50);
    expect(new Set(flow.outcomes())).to.deep.equal(new Set(['denied']));
    await configure(withoutProbes, reloaded);
    await flow.more(8);
    const changed = flow.outcomes().length;
    await flow.more(50);
    expect(new Set(flow.outcomes().slice(changed))).to.deep.equal(new Set(['admitted']));
  });

  it('stays as it was when the new one is bad', async () => {
    await configure(
      `${head}ceilling: audit\nprofiles:\n  production:\n    policies:\n      require-probe: off\n`,
      refused,
    );
    await flow.more(50);
    expect(new Set(flow.outcomes())).to.deep.equal(new Set(['admitted']));
    expect(seaworthy().process.log()).to.include('ceilling');
  });

  it('lets everything pass under `ceiling: audit`, without a warning, and still annotates', async () => {
    await configure(`${head}ceiling: audit\n`, reloaded);
    const { admin, auditLog } = theCluster();
    const applied = await admin.run(['apply', '-f', '-'], deployment({ name: 'dry', namespace }, barePodSpec()));
    expect(applied).to.include({ code: 0, stdout: 'deployment.apps/dry created\n', stderr: '' });
    if (auditLog === undefined) return;
    const event = await eventually('the creation is in the audit log', () =>
      auditEvents(auditLog, { namespace, resource: 'deployments' }).find((one) =>
        JSON.stringify(one).includes('"dry"'),
      ),
    );
    expect(annotationsOf(event)['enforce.seaworthy.dev/require-probes']).to.include(
      'container "web" has no readiness probe',
    );
  });
});
