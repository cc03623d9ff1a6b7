import { X509Certificate } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { issueThrowAway } from '../../../certs/throw-away.js';
import type { Metrics } from '../../server/metrics.js';
import { followCertificateFiles, readCertificateFiles, TlsError } from '../../server/tls.js';
import type { CertificateFiles, ServedCertificate } from '../../server/tls.js';
import { Failure } from '../failure.js';
import type { ServeOptions } from './options.js';

export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** The file that clients are to trust, and whether it lasts no longer than this process. */
  readonly authorityFile: string;
  readonly isThrowAway: boolean;
  /** Follows the files, where there are any, and tells of each new pair. Gives the function that ends it. */
  readonly follow: (onChanged: (served: ServedCertificate) => void, log: Logger, metrics: Metrics) => () => void;
}

/** The certificate of the flags, or a new one that ends with this process. */
export async function findCertificate({ tlsCert, tlsKey }: ServeOptions): Promise<Certificate> {
  if (tlsCert === undefined || tlsKey === undefined) return throwAway();
  // A mounted Secret has its CA beside the certificate.
  const files = { certificate: tlsCert, key: tlsKey, authority: join(dirname(tlsCert), 'ca.crt') };
  try {
    return fromFiles(files, await readCertificateFiles(files));
  } catch (error) {
    throw error instanceof TlsError ? new Failure(error.message) : error;
  }
}

async function throwAway(): Promise<Certificate> {
  const { certificate, key, authority, authorityFile } = await issueThrowAway(new Date());
  const endOf = (pem: string): number => Date.parse(new X509Certificate(pem).validTo);
  const ends = { servingExpiresAt: endOf(certificate), authorityExpiresAt: endOf(authority) };
  return {
    cert: certificate,
    key,
    authorityFile,
    isThrowAway: true,
    follow: (_onChanged, _log, metrics) => {
      metrics.certificateLoaded(ends);
      return () => undefined;
    },
  };
}

function fromFiles(files: CertificateFiles, served: ServedCertificate): Certificate {
  const { cert, key, authority } = served;
  const authorityFile = authority === undefined ? files.certificate : (files.authority ?? files.certificate);
  return {
    cert,
    key,
    authorityFile,
    isThrowAway: false,
    follow: (onChanged, log, metrics) => {
      metrics.certificateLoaded(served);
      const listener = {
        onChanged: (next: ServedCertificate) => {
          onChanged(next);
          metrics.certificateLoaded(next);
          log.info({ expires: new Date(next.servingExpiresAt).toISOString() }, 'certificate reloaded');
        },
        onFailed: (error: TlsError) => {
          metrics.certificateRefused();
          log.error({ reason: error.message }, 'certificate refused; the old one stays in force');
        },
      };
      const following = followCertificateFiles(files, served, listener);
      return () => {
        following.close();
      };
    },
  };
}
