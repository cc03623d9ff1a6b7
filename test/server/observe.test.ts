import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createHealthServer } from '../../src/server/health.js';
import { container, deployment, pod } from '../builders.js';
import { ask, barePod, fitDeployment, kinds, review, unfitDeployment } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

describe('what the server tells of itself', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => {
    server.close();
  });

  it('is one line for each review, which names the object and who asked', async () => {
    await ask(server, '/validate', review(unfitDeployment, { user: 'jane@example.com' }));
    expect(server.log).to.have.length(1);
    const { milliseconds, ...line } = server.log[0] ?? { level: '' };
    expect(milliseconds).to.be.a('number').within(0, 10_000);
    expect(line).to.deep.equal({
      level: 'info',
      msg: 'review',
      endpoint: 'validate',
      uid: 'e8b4e1c4-6f2e-4e0e-9f0a-5d7c3f1b2a99',
      operation: 'CREATE',
      kind: 'Deployment',
      subresource: undefined,
      namespace: 'shop',
      name: 'web',
      user: 'jane@example.com',
      decision: 'deny',
      policies: ['require-non-root', 'require-pinned-images', 'require-probes', 'require-replicas'],
    });
  });

  it('shows nothing of the object', async () => {
    const env = [{ name: 'PASSWORD', value: 'hunter2' }];
    await ask(server, '/validate', review(deployment({ containers: [container({ env, args: ['hunter2'] })] })));
    await ask(server, '/mutate', review(pod({ containers: [container({ env })] }), { kind: kinds.pod }));
    await server.send('/validate', '{"kind":"hunter2"');
    expect(server.log).to.have.length(3);
    expect(JSON.stringify(server.log)).to.not.include('hunter2');
  });

  it('cuts what a client can make long, and shows nothing that acts on a terminal', async () => {
    const long = 'x'.repeat(1_000_000);
    const kind = { group: 'example.com', version: 'v1', kind: long };
    const fields = { uid: long, kind, subResource: long, namespace: long, name: long, user: long };
    await ask(server, '/validate', review(fitDeployment, fields));
    await ask(server, '/validate', review(fitDeployment, { name: 'a\u202eb', user: `${'x'.repeat(251)}🚢y` }));
    const cut = `${'x'.repeat(252)}…`;
    expect(server.log[0]).to.include({ uid: cut, kind: cut, subresource: cut, namespace: cut, name: cut, user: cut });
    expect(server.log[1]).to.include({ name: 'a\ufffdb', user: `${'x'.repeat(251)}\ufffd…` });
  });

  it('says why a request got no verdict', async () => {
    await server.send('/validate', 'x');
    expect(server.log[0]).to.include({ level: 'warn', decision: 'error', reason: 'the body is not JSON' });
  });

  it('counts reviews by what they came to, and kinds that no policy targets as other', async () => {
    await ask(server, '/validate', review(fitDeployment));
    await ask(server, '/validate', review(unfitDeployment));
    await ask(server, '/validate', review(unfitDeployment));
    await ask(server, '/validate', review(fitDeployment, { kind: { group: 'x.io', version: 'v1', kind: 'Web' } }));
    await ask(server, '/mutate', review(barePod, { kind: kinds.pod }));
    await server.send('/validate', 'x');
    const text = await server.metrics.registry.metrics();
    const requests = text.split('\n').filter((line) => line.startsWith('seaworthy_admission_requests_total{'));
    expect(requests).to.have.members([
      'seaworthy_admission_requests_total{endpoint="validate",operation="CREATE",kind="Deployment",decision="allow"} 1',
      'seaworthy_admission_requests_total{endpoint="validate",operation="CREATE",kind="Deployment",decision="deny"} 2',
      'seaworthy_admission_requests_total{endpoint="validate",operation="CREATE",kind="other",decision="allow"} 1',
      'seaworthy_admission_requests_total{endpoint="mutate",operation="CREATE",kind="Pod",decision="patch"} 1',
      'seaworthy_admission_requests_total{endpoint="validate",operation="other",kind="other",decision="error"} 1',
    ]);
    expect(text).to.include('seaworthy_policy_findings_total{policy="require-probes",mode="enforce"} 4\n');
    expect(text).to.include('seaworthy_admission_duration_seconds_count 6\n');
    expect(text).to.include('seaworthy_admission_duration_seconds_bucket{le="+Inf"} 6\n');
    expect(text).to.include('seaworthy_admission_in_flight 0\n');
    expect(text).to.match(/seaworthy_build_info\{version="1.2.3",node="v[\d.]+"\} 1\n/);
    expect(text).to.include('process_cpu_seconds_total');
  });

  it('counts what policies took into rising buckets', async () => {
    for (const milliseconds of [0.05, 0.2, 3, 20_000]) server.metrics.judged('require-probes', milliseconds);
    const text = await server.metrics.registry.metrics();
    const bucket = (le: string): string | undefined =>
      new RegExp(`^seaworthy_policy_duration_seconds_bucket\\{le="${le}",policy="require-probes"\\} (\\d+)$`, 'm').exec(
        text,
      )?.[1];
    expect(['0.0001', '0.00025', '0.0025', '0.005', '10', '\\+Inf'].map(bucket)).to.deep.equal([
      '1',
      '2',
      '2',
      '3',
      '3',
      '4',
    ]);
  });

  it('tells when certificates end, and how reloads went', async () => {
    server.metrics.certificateLoaded({ servingExpiresAt: 2_000, authorityExpiresAt: 3_000 });
    server.metrics.configLoaded(1_500);
    server.metrics.configRefused();
    server.metrics.certificateRefused();
    const text = await server.metrics.registry.metrics();
    for (const line of [
      'seaworthy_tls_certificate_expiry_timestamp_seconds{role="serving"} 2',
      'seaworthy_tls_certificate_expiry_timestamp_seconds{role="ca"} 3',
      'seaworthy_config_last_reload_success_timestamp_seconds 1.5',
      'seaworthy_config_reload_failures_total 1',
      'seaworthy_tls_reload_failures_total 1',
    ]) {
      expect(text).to.include(`\n${line}\n`);
    }
  });
});

describe('the metrics port', () => {
  let origin = '';
  let reason: string | undefined;
  let close: () => void;
  before(async () => {
    const server = await startServer();
    const health = createHealthServer({ registry: server.metrics.registry, unready: () => reason });
    health.listen(0);
    await once(health, 'listening');
    origin = `http://localhost:${(health.address() as AddressInfo).port}`;
    close = () => {
      server.close();
      health.close();
      health.closeAllConnections();
    };
  });
  after(() => {
    close();
  });

  it('is live, and ready when there is no reason against it', async () => {
    for (const path of ['/livez', '/readyz']) expect((await fetch(origin + path)).status).to.equal(200);
    reason = 'the namespaces have not been listed yet';
    const unready = await fetch(`${origin}/readyz`);
    expect({ status: unready.status, text: await unready.text() }).to.deep.equal({ status: 503, text: `${reason}\n` });
    expect((await fetch(`${origin}/livez`)).status).to.equal(200);
    reason = undefined;
  });

  it('gives the metrics in the text format', async () => {
    const response = await fetch(`${origin}/metrics`);
    expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).to.include('# TYPE seaworthy_admission_duration_seconds histogram');
  });

  it('has no webhook, and takes no other method', async () => {
    expect((await fetch(`${origin}/validate`, { method: 'POST', body: '{}' })).status).to.equal(404);
    expect((await fetch(`${origin}/metrics/`)).status).to.equal(404);
    const posted = await fetch(`${origin}/metrics`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
  });
});
