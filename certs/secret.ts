import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { readBundle, readCertificate, type Authority } from './bundle.js';
import { recordAt, type RawObject } from './cluster.js';
import type { Issued } from './issue.js';

/** The files of the Secret. The server mounts all but the CA's key. */
export type SecretFile = 'tls.crt' | 'tls.key' | 'ca.crt' | 'ca.key';

/** What the Secret holds, as far as it can be used, and what is wrong with the rest. */
export interface SecretContent {
  /** The CA that signs, when its certificate and its key belong together. */
  readonly authority: (Issued & Authority) | undefined;
  /** All CAs of ca.crt, those of former serving certificates among them. */
  readonly bundle: readonly Authority[];
  /** The serving certificate, when it and its key belong together. */
  readonly serving: (Issued & { readonly parsed: X509Certificate }) | undefined;
  /** One sentence for each part that is broken; none for what is merely absent. */
  readonly problems: readonly string[];
}

export function readSecret(secret: RawObject | undefined): SecretContent {
  const data = recordAt(secret, 'data');
  const files = {
    'tls.crt': decode(data['tls.crt']),
    'tls.key': decode(data['tls.key']),
    'ca.crt': decode(data['ca.crt']),
    'ca.key': decode(data['ca.key']),
  };
  const problems: string[] = [];
  const bundle = readBundle(files['ca.crt']);
  if (files['ca.crt'] !== '' && bundle.length === 0) problems.push('ca.crt holds no certificate');
  const servingPair = readPair(files, 'tls.crt', 'tls.key', problems);
  const signing = readPair({ ...files, 'ca.crt': signer(bundle, files['ca.key']) }, 'ca.crt', 'ca.key', problems);
  const authority = bundle.find(({ fingerprint }) => fingerprint === signing?.parsed.fingerprint256);
  return {
    authority: signing === undefined || authority === undefined ? undefined : { ...authority, ...signing },
    bundle,
    serving: servingPair,
    problems,
  };
}

/** The CA of the bundle that the key belongs to, or the first for want of one. */
function signer(bundle: readonly Authority[], key: string): string {
  const parsed = readKey(key);
  const own = bundle.find(({ pem }) => parsed !== undefined && readCertificate(pem)?.checkPrivateKey(parsed) === true);
  return (own ?? bundle[0])?.pem ?? '';
}

type Files = Readonly<Record<SecretFile, string>>;

/** Reads a certificate and its key. The messages name files, and never show what is in them. */
function readPair(
  files: Files,
  certificateFile: SecretFile,
  keyFile: SecretFile,
  problems: string[],
): SecretContent['serving'] {
  const certificate = files[certificateFile];
  const key = files[keyFile];
  if (certificate === '' && key === '') return undefined;
  const parsed = readCertificate(certificate);
  const parsedKey = readKey(key);
  if (parsed === undefined)
    problems.push(`${certificateFile} is ${certificate === '' ? 'missing' : 'not a certificate'}`);
  if (parsedKey === undefined)
    problems.push(`${keyFile} is ${key === '' ? 'missing' : 'not an ECDSA P-256 private key'}`);
  if (parsed === undefined || parsedKey === undefined) return undefined;
  if (parsed.checkPrivateKey(parsedKey)) return { certificate, key, parsed };
  problems.push(`${certificateFile} and ${keyFile} do not belong together`);
  return undefined;
}

function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

function decode(value: unknown): string {
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : '';
}

/** The Secret with new files in place of old ones; everything else in it stays. */
export function withFiles(secret: RawObject | undefined, name: string, files: Partial<Files>): RawObject {
  const encoded = Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, Buffer.from(text).toString('base64')]),
  );
  const blank = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque' };
  return { ...(secret ?? blank), data: { ...recordAt(secret, 'data'), ...encoded } };
}
