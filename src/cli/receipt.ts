import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Command, InvalidArgumentError } from 'commander';
import { seal } from '../facts/envelope.js';
import { isSupported } from '../facts/images-settings.js';
import { reduceReport } from '../facts/scan-report.js';
import { whyUnreadable } from '../files/unreadable.js';
import type { Json } from '../policy/json.js';
import { Failure } from './failure.js';
import { note } from './output.js';

interface ReceiptOptions {
  readonly key?: string;
  readonly digest?: string;
  readonly finishedAt?: string;
}

const EXAMPLES = `
Examples:
  trivy image -f json registry.example.com/app@sha256:… | seaworthy receipt --key key.pem >> receipts.jsonl
  grype -o json registry.example.com/app@sha256:… | seaworthy receipt >> receipts.jsonl

A key is made with: openssl ecparam -name prime256v1 -genkey -noout -out key.pem
and its public half, for the configuration: openssl pkey -in key.pem -pubout`;

export function receiptCommand(): Command {
  return new Command('receipt')
    .description("Reduce a scanner's report to one line of evidence for require-scanned-images.")
    .argument('[report]', 'the JSON report of trivy or grype; - is standard input', '-')
    .option('--key <file>', 'sign with this private key: a PEM file, ECDSA P-256 or Ed25519')
    .option('--digest <digest>', 'the digest of the image, where the report has none or several', digest)
    .option(
      '--finished-at <time>',
      'when the scan ended, where the report does not say; such as 2026-11-20T10:00:00Z',
      time,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (report: string, options: ReceiptOptions) => {
      process.stdout.write(`${await makeReceipt(report, options)}\n`);
    });
}

function digest(text: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError('A digest is sha256: and 64 hexadecimal digits in lower case.');
}

/** A time without its offset from UTC means another moment on every machine, so it has to have one. */
function time(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('A time is written like 2026-11-20T10:00:00Z.');
}

async function makeReceipt(file: string, options: ReceiptOptions): Promise<string> {
  const key = options.key === undefined ? undefined : await readPrivateKey(options.key);
  const name = file === '-' ? 'standard input' : file;
  const record = reduceReport(await readReport(file, name), options);
  if (typeof record === 'string') throw new Failure(`${name}: ${record}`);
  if (Object.values(record.counts).every(({ total }) => total === 0)) {
    note('the report has no findings: make sure that the scan looked for vulnerabilities (trivy: --scanners vuln)');
  }
  if (key === undefined)
    note('the receipt is not signed: it counts only where its source says unsigned: true (see --key)');
  return JSON.stringify(key === undefined ? record : seal(Buffer.from(JSON.stringify(record)), key));
}

async function readReport(file: string, name: string): Promise<Json> {
  const text = (await read(file, name)).toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new Failure(`${name} is empty: the report of trivy or grype is wanted`);
  try {
    return JSON.parse(text) as Json; // JSON.parse gives nothing else
  } catch {
    throw new Failure(`${name} is not JSON: run the scanner with -f json (trivy) or -o json (grype)`);
  }
}

async function read(file: string, name: string): Promise<Buffer> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    throw new Failure(`${name} cannot be read: ${whyUnreadable(error)}`);
  }
}

async function readPrivateKey(file: string): Promise<KeyObject> {
  const pem = (await read(file, file)).toString('utf8');
  if (pem.includes('ENCRYPTED')) {
    const how = `openssl pkey -in ${file} -out clear.pem decrypts it; a key made by cosign stays encrypted, so make one by openssl`;
    throw new Failure(`${file} is encrypted, and a key in the clear is wanted: ${how}`);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Failure(`${file} holds no private key that can be read: a PEM block of PKCS#8 or SEC1 is wanted`);
  }
  if (!isSupported(key)) throw new Failure(`${file} is no ECDSA P-256 or Ed25519 key`);
  return key;
}
