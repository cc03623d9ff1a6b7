import { expect } from 'chai';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { arrayAt, dig, type Json } from '../../src/policy/json.js';
import { openApi, type Api } from './harness/api-proxy.js';
import { eventually } from './harness/eventually.js';
import { homeNamespace, nameOf, shippedRun, shippedWebhooks } from './harness/manifests.js';
import { mountSecret, type MountedSecret } from './harness/mounted-secret.js';
import { createNamespace } from './harness/namespace.js';
import { freePort } from './harness/port.js';
import type { Output } from './harness/run-command.js';
import { runSeaworthy } from './harness/seaworthy-command.js';
import { startSeaworthy, type Seaworthy } from './harness/seaworthy-process.js';
import { kubeconfigOf } from './harness/service-account.js';
import { servedFingerprint } from './harness/serving-certificate.js';
import { requestSteadily } from './harness/steady-requests.js';
import { theCluster } from './harness/suite.js';
import { localConfigurations, uninstall, untilCalled, webhookKinds } from './harness/webhooks.js';
import { barePodSpec, pod } from './harness/workloads.js';

const secretName = 'seaworthy-tls';

/** Runs what the shipped Job runs, as its ServiceAccount; the address is one more name, since there is no Service to call here. */
async function ensure(...more: readonly string[]): Promise<Output> {
  const { args, serviceAccount } = shippedRun('Job', 'certs');
  const kubeconfig = await kubeconfigOf(theCluster(), serviceAccount);
  return runSeaworthy([...args, '--kubeconfig', kubeconfig, '--name', theCluster().webhookHost, ...more]);
}

/** The CA bundles of every entry of both configurations. */
async function bundles(): Promise<readonly (Json | undefined)[]> {
  const configurations = await Promise.all(
    webhookKinds.map((kind) => theCluster().admin.get(kind, nameOf(shippedWebhooks(kind)))),
  );
  return configurations.flatMap((configuration) =>
    arrayAt(configuration, 'webhooks').map((hook) => dig(hook, 'clientConfig', 'caBundle')),
  );
}

/** The certificates of a PEM text in base64, as Secrets and webhook configurations hold it. */
function certificatesOf(base64: Json | undefined): readonly X509Certificate[] {
  const text = typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf8') : '';
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** The fingerprint of the CA that signed the serving certificate of the Secret. */
async function signer(): Promise<string> {
  const secret = await theCluster().admin.get('secret', secretName, '-n', homeNamespace());
  const [serving] = certificatesOf(dig(secret, 'data', 'tls.crt'));
  const known = certificatesOf(dig(secret, 'data', 'ca.crt'));
  const found = known.find((authority) => serving?.verify(authority.publicKey) === true);
  if (found === undefined) throw new Error('no CA of the Secret has signed its certificate');
  return found.fingerprint256;
}

/** The fingerprints of the CAs that every webhook trusts; all of the five have to trust the same. */
async function trusted(): Promise<readonly string[]> {
  const published = await bundles();
  expect(published).to.have.length(5);
  expect(new Set(published).size).to.equal(1);
  return certificatesOf(published[0]).map(({ fingerprint256 }) => fingerprint256);
}

async function versions(): Promise<readonly (Json | undefined)[]> {
  const { admin } = theCluster();
  const found = [
    await admin.get('secret', secretName, '-n', homeNamespace()),
    ...(await Promise.all(webhookKinds.map((kind) => admin.get(kind, nameOf(shippedWebhooks(kind)))))),
  ];
  return found.map((object) => dig(object, 'metadata', 'resourceVersion'));
}

describe('the certificates', function () {
  this.timeout(180_000);
  let port: number;
  let api: Api | undefined;
  let mounted: MountedSecret | undefined;
  let seaworthy: Seaworthy | undefined;

  before(async () => {
    port = await freePort();
    api = await openApi(theCluster());
    // As they are shipped, that is, without a CA: nothing can be called yet.
    await theCluster().admin.apply(...localConfigurations(theCluster(), { port, ca: '' }));
  });

  after(async () => {
    await mounted?.stop();
    await api?.stop();
    await uninstall(theCluster(), seaworthy);
    await theCluster().admin.run(['delete', 'secret', secretName, '-n', homeNamespace(), '--ignore-not-found']);
  });

  it('come from nothing: a CA, a serving certificate, and the CA in every webhook', async () => {
    expect(await bundles()).to.satisfy((all: readonly unknown[]) => all.every((one) => one === undefined));
    const ensured = await ensure();
    expect(ensured.code, ensured.stderr).to.equal(0);
    expect(await trusted()).to.deep.equal([await signer()]);

    const tlsFolder = join(theCluster().folder, 'mounted-secret');
    mounted = await mountSecret(theCluster(), secretName, tlsFolder);
    seaworthy = await startSeaworthy(theCluster(), { tlsFolder, port });
    await untilCalled(theCluster());
  });

  it('stay as they are when they are good: a second run changes nothing', async () => {
    const before = await versions();
    const again = await ensure();
    expect(again.code, again.stderr).to.equal(0);
    expect(await versions()).to.deep.equal(before);
  });

  it('are rotated by force while requests flow, twice, none fails, and the former CAs stay trusted', async () => {
    if (api === undefined) throw new Error('no API');
    const namespace = await createNamespace(theCluster(), 'rotation', { enforce: 'production' });
    const signers = [await signer()];
    const flow = requestSteadily(api, pod({ name: 'web', namespace }, barePodSpec()), namespace);
    try {
      await flow.more(50);
      // The second time the API server trusts another bundle, so it connects anew, and is shown what the first rotation brought.
      for (const round of ['first', 'second']) {
        const before = await servedFingerprint(port);
        const forced = await ensure('--force');
        expect(forced.code, forced.stderr).to.equal(0);
        await eventually(`the server shows the certificate of the ${round} rotation`, async () => {
          const served = await servedFingerprint(port);
          return served !== before && served === mounted?.fingerprint();
        });
        signers.push(await signer());
        // Certificates of the former CAs may be in use for as long as they live, which is far longer than this test.
        expect(await trusted()).to.have.members(signers);
        await flow.more(100);
      }
    } finally {
      await flow.stop();
    }
    expect(flow.failures()).to.deep.equal([]);
    expect(new Set(flow.outcomes())).to.deep.equal(new Set(['denied']));
    expect(new Set(signers).size).to.equal(3);
  });
});
