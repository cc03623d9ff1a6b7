import { createPrivateKey, randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type * as X509 from '@peculiar/x509';
import { AUTHORITY_LIFETIME_MS, BACKDATED_MS, SERVING_LIFETIME_MS } from './lifetime.js';

/** A certificate and its private key (PKCS #8), both as PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

/** The curve that every TLS stack speaks and that is cheapest for a handshake. */
const KEYS = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Issues a CA that signs itself. Its name is its own, so that two CAs in one bundle are never taken for each other. */
export async function issueAuthority(now: Date): Promise<Issued> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
  const serialNumber = newSerial();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber,
    name: [{ CN: [`Seaworthy CA ${serialNumber.slice(0, 8)}`] }],
    ...validity(now, AUTHORITY_LIFETIME_MS),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pemOf(certificate.toString('pem')), key: await exportKey(keys.privateKey) };
}

/** Issues a serving certificate for the names, which are DNS names or IP addresses. */
export async function issueServing(authority: Issued, names: readonly string[], now: Date): Promise<Issued> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await crypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
  const extensions: X509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(
      names.map((name) => ({ type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const), value: name })),
    ),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: ['Seaworthy webhook'] }],
    issuer: issuer.subjectName,
    ...validity(now, SERVING_LIFETIME_MS),
    signingAlgorithm: SIGNING,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions,
  });
  return { certificate: pemOf(certificate.toString('pem')), key: await exportKey(keys.privateKey) };
}

/** Loaded on demand: only what issues certificates pays for the package, which wants its reflection library first. */
async function loadX509(): Promise<typeof X509> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function validity(now: Date, lifetimeMs: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(now.getTime() - BACKDATED_MS), notAfter: new Date(now.getTime() + lifetimeMs) };
}

/** 16 random bytes, positive and without leading zeros, as RFC 5280 section 4.1.2.2 wants a serial number. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', new Uint8Array(der), KEYS, false, ['sign']);
}

function pemOf(text: string): string {
  return `${text.replaceAll('\r', '').trim()}\n`;
}
