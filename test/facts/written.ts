import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seal } from '../../src/facts/envelope.js';
import type { WrittenRecord } from '../../src/facts/record.js';

export const DIGEST = `sha256:${'31df'.repeat(16)}`;
export const OTHER_DIGEST = `sha256:${'0b5e'.repeat(16)}`;
export const IMAGE = `registry.example.com/team/app:1.4@${DIGEST}`;

const none = { total: 0, fixable: 0 };

/** The smallest record that counts, with the fields that a test is about. */
export function written(fields: Partial<WrittenRecord> = {}): WrittenRecord {
  return {
    digest: DIGEST,
    scanner: { name: 'trivy' },
    finishedAt: '2026-01-14T12:00:00Z',
    counts: { critical: none, high: none, medium: none, low: none, unknown: none },
    ...fields,
  };
}

/** A line of a receipts file, signed. */
export function signed(key: KeyObject, record: object = written()): string {
  return JSON.stringify(seal(Buffer.from(JSON.stringify(record)), key));
}

export interface Keys {
  readonly privateKey: KeyObject;
  /** PEM, as the configuration has it. */
  readonly publicKey: string;
}

export function ellipticKeys(namedCurve = 'P-256'): Keys {
  return withPem(generateKeyPairSync('ec', { namedCurve }));
}

export function edwardsKeys(): Keys {
  return withPem(generateKeyPairSync('ed25519'));
}

function withPem({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): Keys {
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'seaworthy-'));
}
