import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { readBundle } from '../../certs/bundle.js';
import { recordAt, type RawObject } from '../../certs/cluster.js';
import { ensureCertificates, SETTLE_MS, type EnsureRequest } from '../../certs/ensure.js';
import { CertificateError } from '../../certs/error.js';
import { DAY_MS } from '../../certs/lifetime.js';
import { createMemoryCluster, type MemoryCluster } from './memory-cluster.js';

const START = new Date('2030-01-01T00:00:00Z');
const later = (days: number): Date => new Date(START.getTime() + days * DAY_MS);
const NAMES = ['seaworthy.harbour.svc', 'seaworthy.harbour.svc.cluster.local'];

const request = (changes: Partial<EnsureRequest> = {}): EnsureRequest => ({
  secret: 'tls',
  names: NAMES,
  configurations: [
    { kind: 'ValidatingWebhookConfiguration', name: 'seaworthy' },
    { kind: 'MutatingWebhookConfiguration', name: 'seaworthy' },
  ],
  force: false,
  now: START,
  ...changes,
});

describe('certs/ensure', () => {
  let cluster: MemoryCluster;
  let lines: string[];
  let pauses: number[];

  beforeEach(() => {
    cluster = createMemoryCluster();
    [lines, pauses] = [[], []];
    for (const kind of ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']) {
      const entry = (name: string): RawObject => ({
        name,
        clientConfig: { service: { name: 'seaworthy' } },
        sideEffects: 'None',
      });
      const webhooks = [entry('enforce.seaworthy.dev'), entry('warn.seaworthy.dev')];
      cluster.objects.set(`${kind}/seaworthy`, {
        kind,
        metadata: { name: 'seaworthy', resourceVersion: 'x' },
        webhooks,
      });
    }
  });

  const ensure = (changes: Partial<EnsureRequest> = {}): Promise<Date> =>
    ensureCertificates(request(changes), {
      cluster,
      pause: (ms) => Promise.resolve(pauses.push(ms)),
      report: (line) => lines.push(line),
    });
  const decode = (value: unknown): string =>
    typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : '';
  const file = (name: string): string => decode(recordAt(cluster.objects.get('Secret/tls'), 'data')[name]);
  const serving = (): X509Certificate => new X509Certificate(file('tls.crt'));
  const setFiles = (files: Record<string, string | undefined>): void => {
    const secret = cluster.objects.get('Secret/tls') ?? {};
    const data: Record<string, unknown> = { ...recordAt(secret, 'data') };
    for (const [name, text] of Object.entries(files))
      data[name] = text === undefined ? undefined : Buffer.from(text).toString('base64');
    cluster.objects.set('Secret/tls', { ...secret, data });
  };
  const bundlesOf = (object: RawObject | undefined): readonly string[] =>
    (object?.['webhooks'] as RawObject[]).map((webhook) => decode(recordAt(webhook, 'clientConfig')['caBundle']));
  const published = (): readonly string[] =>
    ['ValidatingWebhookConfiguration/seaworthy', 'MutatingWebhookConfiguration/seaworthy'].flatMap((name) =>
      bundlesOf(cluster.objects.get(name)),
    );
  /** True when a client that trusts the bundle accepts the certificate, dates aside. */
  const trusts = (bundle: string, certificate: X509Certificate): boolean =>
    readBundle(bundle).some(({ pem }) => certificate.verify(new X509Certificate(pem).publicKey));
  const whatWasWritten = (): readonly string[] => cluster.writes.splice(0).map(({ what }) => what);

  it('makes everything from nothing: the CA is stored, then published in every entry, then signs', async () => {
    const end = await ensure();
    expect(end.toISOString()).to.equal(later(90).toISOString());
    expect(whatWasWritten()).to.deep.equal([
      'create Secret/tls',
      'replace ValidatingWebhookConfiguration/seaworthy',
      'replace MutatingWebhookConfiguration/seaworthy',
      'replace Secret/tls',
    ]);
    expect(published()).to.deep.equal(Array(4).fill(file('ca.crt')));
    expect(trusts(file('ca.crt'), serving())).to.equal(true);
    expect(serving().subjectAltName).to.equal(NAMES.map((name) => `DNS:${name}`).join(', '));
    expect(pauses).to.deep.equal([]);
    const entry = (cluster.objects.get('MutatingWebhookConfiguration/seaworthy')?.['webhooks'] as RawObject[])[0];
    expect(entry).to.deep.include({ name: 'enforce.seaworthy.dev', sideEffects: 'None' });
    expect(recordAt(entry, 'clientConfig')['service']).to.deep.equal({ name: 'seaworthy' });
  });

  it('writes nothing at all the second time', async () => {
    await ensure();
    whatWasWritten();
    const end = await ensure({ now: later(59) });
    expect(whatWasWritten()).to.deep.equal([]);
    expect(end.toISOString()).to.equal(later(90).toISOString());
  });

  it('renews the serving certificate after 60 days with the same CA, and needs no new bundle for it', async () => {
    await ensure();
    const [before, authority] = [serving().serialNumber, file('ca.crt')];
    whatWasWritten();
    await ensure({ now: later(61) });
    expect(whatWasWritten()).to.deep.equal(['replace Secret/tls']);
    expect(serving().serialNumber).not.to.equal(before);
    expect(file('ca.crt')).to.equal(authority);
  });

  it('rotates the CA without a moment in which the published bundle does not trust what is served', async () => {
    await ensure();
    whatWasWritten();
    const old = serving();
    const oldAuthority = file('ca.crt');
    cluster.beforeWrite = () => {
      for (const bundle of published()) expect(trusts(bundle, serving())).to.equal(true);
      return Promise.resolve();
    };
    await ensure({ force: true });
    expect(whatWasWritten()).to.deep.equal([
      'replace Secret/tls',
      'replace ValidatingWebhookConfiguration/seaworthy',
      'replace MutatingWebhookConfiguration/seaworthy',
      'replace Secret/tls',
    ]);
    expect(pauses).to.deep.equal([SETTLE_MS]);
    expect(serving().serialNumber).not.to.equal(old.serialNumber);
    for (const bundle of [...published(), file('ca.crt')]) {
      expect(trusts(bundle, old) && trusts(bundle, serving())).to.equal(true);
      expect(bundle).to.include(oldAuthority);
    }
    expect(lines.join('\n')).not.to.include('PRIVATE KEY');
  });

  it('keeps an old CA as long as a certificate of it can be in use, and no longer', async () => {
    await ensure();
    const oldAuthority = file('ca.crt');
    await ensure({ now: later(244) });
    const newest = (): string => readBundle(file('ca.crt'))[0]?.pem ?? '';
    expect(newest()).not.to.equal(oldAuthority);
    await ensure({ now: later(244 + 89) });
    expect(file('ca.crt')).to.include(oldAuthority);
    await ensure({ now: later(244 + 91) });
    expect(file('ca.crt')).to.equal(newest());
    expect(published()).to.deep.equal(Array(4).fill(newest()));
    whatWasWritten();
    await ensure({ now: later(244 + 91) });
    expect(whatWasWritten()).to.deep.equal([]);
  });

  it('issues anew when the certificate is to have other names', async () => {
    await ensure();
    await ensure({ names: ['seaworthy.pier.svc', '127.0.0.1'] });
    expect(serving().subjectAltName).to.equal('DNS:seaworthy.pier.svc, IP Address:127.0.0.1');
    whatWasWritten();
    await ensure({ names: ['seaworthy.pier.svc', '127.0.0.1'] });
    expect(whatWasWritten()).to.deep.equal([]);
    await ensure({ names: ['seaworthy.pier.svc'] });
    expect(serving().subjectAltName).to.equal('DNS:seaworthy.pier.svc');
  });

  it('publishes again what somebody took out of a webhook configuration', async () => {
    await ensure();
    const webhooks = [{ name: 'new.seaworthy.dev', clientConfig: { caBundle: 'Cg==' } }];
    cluster.objects.set('ValidatingWebhookConfiguration/seaworthy', { metadata: { resourceVersion: 'y' }, webhooks });
    whatWasWritten();
    await ensure();
    expect(whatWasWritten()).to.deep.equal(['replace ValidatingWebhookConfiguration/seaworthy']);
    expect(published()).to.deep.equal(Array(3).fill(file('ca.crt')));
  });

  const damages: readonly (readonly [string, Record<string, string | undefined>, string])[] = [
    ['a serving certificate that is none', { 'tls.crt': 'nonsense' }, 'tls.crt is not a certificate'],
    ['a serving key that is missing', { 'tls.key': undefined }, 'tls.key is missing'],
    ['a serving key that is broken', { 'tls.key': 'nonsense' }, 'tls.key is not an ECDSA P-256 private key'],
    ['a CA that is none', { 'ca.crt': 'nonsense' }, 'ca.crt holds no certificate'],
    ['a CA whose key is missing', { 'ca.key': undefined }, 'ca.key is missing'],
  ];
  for (const [what, files, problem] of damages) {
    it(`replaces ${what}, says so, and locks out no server that still has the old certificate`, async () => {
      await ensure();
      const old = serving();
      setFiles(files);
      await ensure();
      expect(lines.join('\n')).to.include(`the Secret "tls" is damaged: ${problem}`);
      for (const bundle of published()) expect(trusts(bundle, old) && trusts(bundle, serving())).to.equal(true);
      whatWasWritten();
      await ensure();
      expect(whatWasWritten()).to.deep.equal([]);
    });
  }

  it('says when a key belongs to another certificate', async () => {
    await ensure();
    setFiles({ 'tls.key': file('ca.key') });
    await ensure();
    expect(lines.join('\n')).to.include('tls.crt and tls.key do not belong together');
  });

  it('still trusts the servers of a Secret that was deleted', async () => {
    await ensure();
    const old = serving();
    cluster.objects.delete('Secret/tls');
    await ensure();
    for (const bundle of published()) expect(trusts(bundle, old) && trusts(bundle, serving())).to.equal(true);
  });

  it('ends well when it died after any of its writes', async () => {
    for (let deaths = 0; deaths < 4; deaths += 1) {
      await ensure();
      const old = serving();
      let left = deaths;
      cluster.beforeWrite = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('killed')));
      expect(await ensure({ force: true }).catch((error: unknown) => (error as Error).message)).to.equal('killed');
      for (const bundle of published()) expect(trusts(bundle, old)).to.equal(true);
      cluster.beforeWrite = () => Promise.resolve();
      await ensure();
      for (const bundle of published()) expect(trusts(bundle, old) && trusts(bundle, serving())).to.equal(true);
    }
  });

  for (const force of [false, true]) {
    it(`lets five run at once ${force ? 'by force ' : 'from nothing '}and agree`, async () => {
      if (force) await ensure();
      cluster.beforeWrite = () => new Promise((resolve) => setImmediate(resolve));
      await Promise.all([1, 2, 3, 4, 5].map(() => ensure({ force })));
      for (const bundle of published()) expect(trusts(bundle, serving())).to.equal(true);
      cluster.beforeWrite = () => Promise.resolve();
      await ensure();
      whatWasWritten();
      await ensure();
      expect(whatWasWritten()).to.deep.equal([]);
      expect(published()).to.deep.equal(Array(4).fill(file('ca.crt')));
    });
  }

  it('names the webhook configuration that is missing, and writes nothing', async () => {
    cluster.objects.delete('MutatingWebhookConfiguration/seaworthy');
    const error: unknown = await ensure().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CertificateError);
    expect((error as Error).message).to.include('MutatingWebhookConfiguration "seaworthy"');
    expect(whatWasWritten()).to.deep.equal([]);
  });
});
