import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { whyUnreadable } from '../files/unreadable.js';
import { watchFiles, type FileWatch, type WatchOptions } from '../files/watch.js';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** The bundle of CAs: clients trust it, and this server only looks when it ends. It may be missing. */
  readonly authority?: string | undefined;
}

/** What the server serves with, all of one generation. Times are in milliseconds since 1970. */
export interface ServedCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly authority: Buffer | undefined;
  readonly servingExpiresAt: number;
  /** The end of the CA that signed the certificate, if the bundle has it. */
  readonly authorityExpiresAt: number | undefined;
}

/** Certificates that cannot be served with. The message is one line and names the file. */
export class TlsError extends Error {
  override readonly name = 'TlsError';
  readonly code = 'tls';
}

export interface CertificateListener {
  /** The files hold a new pair that belongs together: serve with it from now on. */
  readonly onChanged: (served: ServedCertificate) => void;
  /** The files changed for the worse: the old pair stays in force. Told once for each bad state. */
  readonly onFailed: (error: TlsError) => void;
}

/** Whoever writes one file after the other has written both after this many tries, so many milliseconds apart. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 250;

/** Reads the files. Throws a TlsError when they are unreadable or do not belong together. */
export async function readCertificateFiles(files: CertificateFiles): Promise<ServedCertificate> {
  for (let attempt = 1; attempt < TRIES; attempt += 1) {
    const before = await generation(files);
    const read = await readAll(files);
    // A mounted Secret is swapped as a whole; a swap in the middle of the reading shows in where the files really lie.
    if ((await generation(files)) === before) return check(files, read);
  }
  return check(files, await readAll(files));
}

/** Follows the files that `current` was read from. */
export function followCertificateFiles(
  files: CertificateFiles,
  current: ServedCertificate,
  listener: CertificateListener,
  options: Pick<WatchOptions, 'pollMilliseconds'> = {},
): FileWatch {
  const paths = [files.certificate, files.key, ...(files.authority === undefined ? [] : [files.authority])];
  const since = new Map(
    [current.cert, current.key, current.authority].map((content, at) => [paths[at] ?? '', content]),
  );
  let inForce = current;
  let isClosed = false;
  const reload = async (): Promise<void> => {
    const found = await readPatiently(files);
    if (isClosed) return;
    if (found instanceof TlsError) {
      listener.onFailed(found);
    } else if (!isSame(found, inForce)) {
      listener.onChanged(found);
      inForce = found;
    }
  };
  let turn = Promise.resolve();
  const watching = watchFiles(
    paths,
    () => {
      turn = turn.then(reload).catch((error: unknown) => {
        listener.onFailed(new TlsError(`the new certificate cannot be taken: ${String(error)}`, { cause: error }));
      });
    },
    { ...options, since },
  );
  return {
    close: () => {
      isClosed = true;
      watching.close();
    },
  };
}

async function readPatiently(files: CertificateFiles): Promise<ServedCertificate | TlsError> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const found = await readCertificateFiles(files);
      // The certificate in force may have a while to go; one that has ended already is never better.
      if (found.servingExpiresAt > Date.now()) return found;
      return new TlsError(`${files.certificate} expired on ${new Date(found.servingExpiresAt).toISOString()}`);
    } catch (error) {
      const failure = error instanceof TlsError ? error : new TlsError(String(error), { cause: error });
      if (attempt >= TRIES) return failure;
      await pause(BETWEEN_TRIES_MS, undefined, { ref: false });
    }
  }
}

type Contents = Pick<ServedCertificate, 'cert' | 'key' | 'authority'>;

function isSame(one: Contents, other: Contents): boolean {
  const contentsOf = ({ cert, key, authority }: Contents): string =>
    [cert, key, authority].map((content) => content?.toString('base64') ?? '').join();
  return contentsOf(one) === contentsOf(other);
}

/** Where the files really lie, links followed. */
async function generation({ certificate, key }: CertificateFiles): Promise<string> {
  const places = await Promise.all([certificate, key].map((file) => realpath(file).catch(() => '')));
  return JSON.stringify(places);
}

async function readAll({ certificate, key, authority }: CertificateFiles): Promise<Contents> {
  const problems: string[] = [];
  const read = async (file: string): Promise<Buffer> => {
    const content = await readFile(file).catch(whyUnreadable);
    if (typeof content !== 'string') return content;
    problems.push(`${file} cannot be read: ${content}`);
    return Buffer.alloc(0);
  };
  // One after the other, so that what is wrong is always told in the same order.
  const contents = {
    cert: await read(certificate),
    key: await read(key),
    authority: authority === undefined ? undefined : await readFile(authority).catch(() => undefined),
  };
  if (problems.length > 0) throw new TlsError(problems.join('; '));
  return contents;
}

function check(files: CertificateFiles, contents: Contents): ServedCertificate {
  const certificate = parse(files.certificate, 'certificate', () => new X509Certificate(contents.cert));
  const key: KeyObject = parse(files.key, 'private key', () => createPrivateKey(contents.key));
  if (!certificate.checkPrivateKey(key))
    throw new TlsError(`${files.certificate} and ${files.key} do not belong together`);
  // What parses cannot always be served with: a key that is too short, or a chain whose second block is broken.
  if (!isServable(contents)) throw new TlsError(`${files.certificate} and ${files.key} cannot be served with`);
  return {
    ...contents,
    servingExpiresAt: Date.parse(certificate.validTo),
    authorityExpiresAt: authorityEnd(certificate, contents.authority?.toString('utf8') ?? ''),
  };
}

function isServable({ cert, key }: Contents): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}

function parse<T>(file: string, what: string, read: () => T): T {
  try {
    return read();
  } catch {
    // Whatever the parser says about it could quote from a private key.
    throw new TlsError(`${file} holds no ${what} that can be read`);
  }
}

function authorityEnd(certificate: X509Certificate, bundle: string): number | undefined {
  for (const block of bundle.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []) {
    try {
      const authority = new X509Certificate(block);
      if (certificate.checkIssued(authority) && certificate.verify(authority.publicKey))
        return Date.parse(authority.validTo);
    } catch {
      // What is no certificate signs nothing: the next one may.
    }
  }
  return undefined;
}
