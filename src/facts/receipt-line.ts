import type { ScanRecord } from '../policy/facts.js';
import type { Json } from '../policy/json.js';
import { isEnvelope, isSignedBy, openEnvelope } from './envelope.js';
import type { TrustedKey } from './keys.js';
import { readRecord } from './record.js';

/** The longest line, in characters: a record of twenty findings has about 2 KiB, signed 3 KiB. */
const LONGEST_LINE = 64 * 1024;

/** A record with what speaks for it. A signed one counts for the images that one of its keys is good for. */
export type Receipt = { readonly record: ScanRecord } & (
  | { readonly trust: 'open' }
  | { readonly trust: 'signed'; readonly keys: readonly TrustedKey[] }
  | { readonly trust: 'none'; readonly reason: string }
);

/** Reads one line, or says what is wrong with it: a lower-case fragment without a full stop. */
export async function readLine(
  line: string,
  keys: readonly TrustedKey[],
  admitsUnsigned: boolean,
): Promise<Receipt | string> {
  if (line.length > LONGEST_LINE) return `the line has more than ${LONGEST_LINE} characters`;
  const value = parse(line);
  if (value === undefined) return 'the line is not JSON';
  if (isEnvelope(value)) return readSigned(value, keys);
  const record = readRecord(value);
  if (typeof record === 'string') return record;
  if (admitsUnsigned) return { record, trust: 'open' };
  return { record, trust: 'none', reason: 'it is not signed, and its source does not say unsigned: true' };
}

/** What nobody verified is read as well, but only to say of which image there is a record that does not count. */
async function readSigned(value: Json, keys: readonly TrustedKey[]): Promise<Receipt | string> {
  const envelope = openEnvelope(value);
  if (typeof envelope === 'string') return envelope;
  const payload = parse(envelope.payload.toString('utf8'));
  if (payload === undefined) return 'the payload of the envelope is not JSON';
  const record = readRecord(payload);
  if (typeof record === 'string') return record;
  const signers: TrustedKey[] = [];
  for (const key of keys) {
    if (await isSignedBy(envelope, key.key)) signers.push(key);
  }
  if (signers.length > 0) return { record, trust: 'signed', keys: signers };
  return { record, trust: 'none', reason: 'its signature is of none of the configured keys' };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives nothing else
  } catch {
    return undefined;
  }
}
