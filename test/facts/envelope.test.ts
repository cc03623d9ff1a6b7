import { execFile } from 'node:child_process';
import { createPublicKey, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import {
  isEnvelope,
  isSignedBy,
  openEnvelope,
  preAuthenticationEncoding,
  RECEIPT_TYPE,
  seal,
} from '../../src/facts/envelope.js';
import type { Envelope } from '../../src/facts/envelope.js';
import { edwardsKeys, ellipticKeys, temporaryFolder } from './written.js';

const run = promisify(execFile);
const payload = Buffer.from('{"a": "ä"}');

function opened(value: unknown): Envelope {
  const envelope = openEnvelope(value);
  if (typeof envelope === 'string') throw new Error(envelope);
  return envelope;
}

describe('envelopes', () => {
  it('encode what is signed as the DSSE protocol says, with lengths in bytes', () => {
    // The example of protocol.md in github.com/secure-systems-lab/dsse.
    const example = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(example.toString()).to.equal('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(preAuthenticationEncoding('é', payload).toString()).to.equal('DSSEv1 2 é 11 {"a": "ä"}');
  });

  for (const [name, keys] of Object.entries({ 'ECDSA P-256': ellipticKeys(), Ed25519: edwardsKeys() })) {
    const key = createPublicKey(keys.publicKey);

    it(`are verified with ${name}`, async () => {
      const envelope = opened(JSON.parse(JSON.stringify(seal(payload, keys.privateKey))));
      expect(envelope.payload.equals(payload)).to.equal(true);
      expect(await isSignedBy(envelope, key)).to.equal(true);
    });

    it(`are not verified with ${name} when a byte of the payload or of the signature is another`, async () => {
      const { signatures } = opened(seal(payload, keys.privateKey));
      expect(await isSignedBy({ payload: Buffer.from('{"a": "o"}'), signatures }, key)).to.equal(false);
      const [signature = Buffer.alloc(0)] = signatures;
      const bent = Buffer.from(signature);
      bent.writeUInt8(bent.readUInt8(20) ^ 1, 20);
      expect(await isSignedBy({ payload, signatures: [bent] }, key)).to.equal(false);
      expect(await isSignedBy({ payload, signatures: [Buffer.from('no')] }, key)).to.equal(false);
    });

    it(`are not verified with ${name} when the bare payload or another type was signed`, async () => {
      const hash = name === 'Ed25519' ? null : 'sha256';
      const bare = sign(hash, payload, keys.privateKey);
      const other = sign(hash, preAuthenticationEncoding('text/plain', payload), keys.privateKey);
      expect(await isSignedBy({ payload, signatures: [bare, other] }, key)).to.equal(false);
    });
  }

  it('are verified when openssl made the signature', async () => {
    const folder = await temporaryFolder();
    const [keyFile, dataFile, signatureFile] = ['key.pem', 'data', 'sig'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await run('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', keyFile]);
    await writeFile(dataFile, preAuthenticationEncoding(RECEIPT_TYPE, payload));
    await run('openssl', ['dgst', '-sha256', '-sign', keyFile, '-out', signatureFile, dataFile]);
    const { stdout } = await run('openssl', ['pkey', '-in', keyFile, '-pubout']);
    const signatures = [await readFile(signatureFile)];
    expect(await isSignedBy({ payload, signatures }, createPublicKey(stdout))).to.equal(true);
  });

  it('count when one of several signatures is right, whatever the key ids say', async () => {
    const keys = ellipticKeys();
    const right = opened(seal(payload, keys.privateKey)).signatures[0]?.toString('base64');
    const envelope = opened({
      payloadType: RECEIPT_TYPE,
      payload: payload.toString('base64url'),
      signatures: [{ sig: 'bm8=' }, null, { keyid: 'somebody else', sig: right }],
    });
    expect(await isSignedBy(envelope, createPublicKey(keys.publicKey))).to.equal(true);
  });

  it('are told from plain records by any of their fields', () => {
    expect(isEnvelope({ payload: '' })).to.equal(true);
    expect(isEnvelope({ signatures: [] })).to.equal(true);
    expect(isEnvelope({ digest: 'x' })).to.equal(false);
  });

  it('are refused with what is missing', () => {
    const envelope = seal(payload, ellipticKeys().privateKey);
    expect(openEnvelope({ ...envelope, payload: 5 })).to.equal('the envelope has no payload');
    expect(openEnvelope({ ...envelope, payloadType: 'text/plain' })).to.contain('payloadType');
    expect(openEnvelope({ ...envelope, signatures: [{}] })).to.equal('the envelope has no signature');
    const many = Array.from({ length: 9 }, () => ({ sig: 'bm8=' }));
    expect(openEnvelope({ ...envelope, signatures: many })).to.contain('more than 8 signatures');
  });
});
