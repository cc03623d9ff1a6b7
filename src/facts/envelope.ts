import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { arrayAt, field, isObject } from '../policy/json.js';

/** What a signed receipt says that it is; the signature covers this too. */
export const RECEIPT_TYPE = 'application/vnd.seaworthy.receipt+json';

/** More signatures on one receipt are nobody's need, and each costs a verification with every key. */
const MOST_SIGNATURES = 8;

/** A DSSE envelope (github.com/secure-systems-lab/dsse, envelope.md) with its base64 undone. */
export interface Envelope {
  readonly payload: Buffer;
  readonly signatures: readonly Buffer[];
}

/** Whether a line means to be an envelope: a plain record has none of these fields. */
export function isEnvelope(value: unknown): boolean {
  return ['payload', 'payloadType', 'signatures'].some((name) => field(value, name) !== undefined);
}

/** Reads an envelope around a receipt, or says what is wrong with it. */
export function openEnvelope(value: unknown): Envelope | string {
  const payload = field(value, 'payload');
  if (typeof payload !== 'string') return 'the envelope has no payload';
  if (field(value, 'payloadType') !== RECEIPT_TYPE) return `the payloadType of the envelope is not ${RECEIPT_TYPE}`;
  const signatures: Buffer[] = [];
  for (const signature of arrayAt(value, 'signatures')) {
    const sig = field(signature, 'sig');
    // The key id beside it is a hint that nobody signed: every key is tried whatever it says.
    if (isObject(signature) && typeof sig === 'string') signatures.push(Buffer.from(sig, 'base64'));
  }
  if (signatures.length === 0) return 'the envelope has no signature';
  if (signatures.length > MOST_SIGNATURES) return `the envelope has more than ${MOST_SIGNATURES} signatures`;
  // Node reads both alphabets of base64, as the protocol demands of a verifier.
  return { payload: Buffer.from(payload, 'base64'), signatures };
}

/** The bytes that a signature covers (protocol.md, PAE): lengths are in bytes, and the type is inside. */
export function preAuthenticationEncoding(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

/** Whether one of the signatures was made with the private half of a key. ECDSA signatures are DER, as openssl and cosign make them. */
export async function isSignedBy(envelope: Envelope, key: KeyObject): Promise<boolean> {
  const signed = preAuthenticationEncoding(RECEIPT_TYPE, envelope.payload);
  for (const signature of envelope.signatures) {
    if (await verifies(signed, key, signature)) return true;
  }
  return false;
}

/** With a callback Node verifies on its thread pool, so that a long file of receipts does not hold up the reviews. */
function verifies(signed: Buffer, key: KeyObject, signature: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    verify(digestFor(key), signed, key, signature, (error, isValid) => {
      resolve(error === null && isValid);
    });
  });
}

/** Ed25519 hashes by itself, and Node then wants no digest named. */
function digestFor(key: KeyObject): string | null {
  return key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
}

/** Signs a payload. The key id is the hash of the public key, in the form that go-securesystemslib gives it. */
export function seal(payload: Buffer, privateKey: KeyObject): object {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const keyid = `SHA256:${createHash('sha256').update(spki).digest('base64').replace(/=+$/, '')}`;
  const sig = sign(digestFor(privateKey), preAuthenticationEncoding(RECEIPT_TYPE, payload), privateKey);
  return {
    payloadType: RECEIPT_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid, sig: sig.toString('base64') }],
  };
}
