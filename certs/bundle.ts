import { X509Certificate } from 'node:crypto';
import { BACKDATED_MS, isExpired, SERVING_LIFETIME_MS } from './lifetime.js';

/** A CA certificate as PEM, with the dates of its validity. */
export interface Authority {
  readonly pem: string;
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The certificates of a PEM text. What is no certificate is passed over: a bundle may come from anywhere. */
export function readBundle(text: string): readonly Authority[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    const certificate = readCertificate(block);
    return certificate === undefined ? [] : [describe(certificate)];
  });
}

export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function describe(certificate: X509Certificate): Authority {
  return {
    pem: `${certificate.toString().trim()}\n`,
    fingerprint: certificate.fingerprint256,
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
  };
}

/**
 * Joins bundles into one, newest CA first, each once. A CA leaves when it has expired, or when every serving certificate that it
 * can have signed has: it signed its last one before its successor was issued. Those that are pinned stay in any case.
 */
export function joinBundles(
  bundles: readonly (readonly Authority[])[],
  pinned: readonly string[],
  now: Date,
): readonly Authority[] {
  const byFingerprint = new Map(bundles.flat().map((authority) => [authority.fingerprint, authority]));
  const newestFirst = [...byFingerprint.values()].sort(
    (a, b) => b.notBefore.getTime() - a.notBefore.getTime() || (a.fingerprint < b.fingerprint ? -1 : 1),
  );
  return newestFirst.filter((authority, at) => {
    if (pinned.includes(authority.fingerprint)) return true;
    const successor = newestFirst[at - 1];
    if (isExpired(authority, now)) return false;
    return (
      successor === undefined || now.getTime() <= successor.notBefore.getTime() + BACKDATED_MS + SERVING_LIFETIME_MS
    );
  });
}

export function writeBundle(bundle: readonly Authority[]): string {
  return bundle.map(({ pem }) => pem).join('');
}
