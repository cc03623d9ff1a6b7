import { isIP } from 'node:net';
import { joinBundles, readBundle, readCertificate, writeBundle, type Authority } from './bundle.js';
import type { CertificateCluster, RawObject, StoredName } from './cluster.js';
import { CertificateError } from './error.js';
import { issueAuthority, issueServing, type Issued } from './issue.js';
import { BACKDATED_MS, isRenewalDue } from './lifetime.js';
import { publishBundle, publishedAuthorities, readConfiguration } from './publish.js';
import { readSecret, withFiles, type SecretContent } from './secret.js';

export interface EnsureRequest {
  readonly secret: string;
  /** The DNS names and IP addresses that the API server may call the webhook by. */
  readonly names: readonly string[];
  readonly configurations: readonly StoredName[];
  /** Issue a new CA and a new certificate, due or not. */
  readonly force: boolean;
  readonly now: Date;
}

export interface EnsureHost {
  readonly cluster: CertificateCluster;
  /** Waits for so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** Is told each thing that is done, as one line without secrets. */
  readonly report: (line: string) => void;
}

/** API servers learn of a changed webhook configuration by a watch, within a second; this leaves room for slow ones. */
export const SETTLE_MS = 5000;

/** More than the few jobs that could be started at once can collide. */
const MAX_TRIES = 10;

/**
 * Makes the Secret hold a CA and a serving certificate that are good for a while, and the webhook configurations trust them. No request
 * fails meanwhile: a CA is stored, then published everywhere beside the old one, and only then does a certificate of it come into use.
 * Whoever dies in between leaves a state that the next run goes on from. Gives the time at which the serving certificate ends.
 */
export async function ensureCertificates(request: EnsureRequest, host: EnsureHost): Promise<Date> {
  const found = readSecret(await host.cluster.read(secretName(request)));
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const end = await ensureOnce(request, host, found.authority?.fingerprint);
    if (end !== undefined) return end;
    host.report(`somebody else changed the Secret "${request.secret}" at the same time; looking again`);
  }
  throw new CertificateError(`the Secret "${request.secret}" is changed by others all the time; try again`);
}

/** Gives undefined when another writer was faster and everything has to be looked at again. */
async function ensureOnce(
  request: EnsureRequest,
  host: EnsureHost,
  former: string | undefined,
): Promise<Date | undefined> {
  const published: Authority[] = [];
  for (const name of request.configurations)
    published.push(...publishedAuthorities(await readConfiguration(host.cluster, name)));
  const secret = await host.cluster.read(secretName(request));
  const content = readSecret(secret);
  for (const problem of content.problems) host.report(`the Secret "${request.secret}" is damaged: ${problem}`);

  // A forced rotation is done once the CA is another than before: one that was overtaken by another run need not begin again.
  const isForced = request.force && content.authority?.fingerprint === former;
  const authority = await currentAuthority(content, isForced, request, host);
  const bundle = joinBundles([content.bundle, published, [authority]], [authority.fingerprint], request.now);
  const stored = await storeAuthority(request, host, { secret, content, authority, bundle });
  if (stored === undefined) return undefined;
  const isNews = (await publishEverywhere(request, host, bundle)) || isYoung(authority, request.now);
  const { serving } = content;
  if (serving !== undefined) {
    if (isServingGood(serving, authority, request)) return new Date(serving.parsed.validTo);
    if (isNews) await host.pause(SETTLE_MS);
  }
  return storeServing(request, host, stored, authority);
}

/** Gives true when any configuration had to be changed. */
async function publishEverywhere(
  request: EnsureRequest,
  host: EnsureHost,
  bundle: readonly Authority[],
): Promise<boolean> {
  let isNews = false;
  for (const name of request.configurations) {
    if (!(await publishBundle(host.cluster, name, bundle, request.now))) continue;
    isNews = true;
    host.report(
      `published ${bundle.length === 1 ? 'the CA' : `${bundle.length} CAs`} in the ${name.kind} "${name.name}"`,
    );
  }
  return isNews;
}

/** True for a CA that another run may have published only just now. */
function isYoung(authority: Authority, now: Date): boolean {
  return authority.notBefore.getTime() + BACKDATED_MS >= now.getTime() - SETTLE_MS;
}

function secretName(request: EnsureRequest): StoredName {
  return { kind: 'Secret', name: request.secret };
}

type Signer = Issued & Authority;

async function currentAuthority(
  content: SecretContent,
  force: boolean,
  request: EnsureRequest,
  host: EnsureHost,
): Promise<Signer> {
  const { authority } = content;
  if (authority !== undefined && !force && !isRenewalDue(authority, request.now)) return authority;
  const issued = await issueAuthority(request.now);
  const [described] = readBundle(issued.certificate);
  if (described === undefined) throw new CertificateError('the CA that was just issued cannot be read');
  host.report(
    authority === undefined
      ? 'issued a CA'
      : 'issued a new CA; the old one stays trusted while its certificates may be in use',
  );
  return { ...described, ...issued };
}

interface Found {
  readonly secret: RawObject | undefined;
  readonly content: SecretContent;
  readonly authority: Signer;
  readonly bundle: readonly Authority[];
}

/** Stores the CA and the bundle, if they are not there yet. The serving certificate stays as it is. */
async function storeAuthority(request: EnsureRequest, host: EnsureHost, found: Found): Promise<RawObject | undefined> {
  const { secret, content, authority, bundle } = found;
  const isStored = content.authority === authority && writeBundle(content.bundle) === writeBundle(bundle);
  if (isStored && secret !== undefined) return secret;
  const updated = withFiles(secret, request.secret, { 'ca.crt': writeBundle(bundle), 'ca.key': authority.key });
  const name = secretName(request);
  return secret === undefined ? host.cluster.create(name, updated) : host.cluster.replace(name, updated);
}

async function storeServing(
  request: EnsureRequest,
  host: EnsureHost,
  secret: RawObject,
  authority: Signer,
): Promise<Date | undefined> {
  const serving = await issueServing(authority, request.names, request.now);
  const updated = withFiles(secret, request.secret, { 'tls.crt': serving.certificate, 'tls.key': serving.key });
  if ((await host.cluster.replace(secretName(request), updated)) === undefined) return undefined;
  host.report(
    `issued a serving certificate for ${request.names.join(', ')}, and stored it in the Secret "${request.secret}"`,
  );
  return new Date(readCertificate(serving.certificate)?.validTo ?? request.now);
}

function isServingGood(
  serving: NonNullable<SecretContent['serving']>,
  authority: Signer,
  request: EnsureRequest,
): boolean {
  const { parsed } = serving;
  const issuer = readCertificate(authority.certificate);
  if (issuer === undefined || !parsed.checkIssued(issuer) || !parsed.verify(issuer.publicKey)) return false;
  const named = (parsed.subjectAltName ?? '').split(', ');
  const isNamed = (name: string): boolean =>
    (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) !== undefined;
  if (named.length !== new Set(request.names).size || !request.names.every(isNamed)) return false;
  return !isRenewalDue({ notBefore: new Date(parsed.validFrom), notAfter: new Date(parsed.validTo) }, request.now);
}
