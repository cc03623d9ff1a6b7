import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { arrayAt, isObject, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';

/** A public key, and the images that it may speak for. It is given as text or as a file, one of the two. */
export interface KeySettings {
  readonly name: string;
  readonly publicKey?: string;
  readonly publicKeyFile?: string;
  readonly images: readonly string[];
}

export interface ReceiptSource {
  readonly path: string;
  readonly unsigned?: boolean;
}

/** The `images:` block of the configuration file. */
export interface ImagesSettings {
  readonly keys?: readonly KeySettings[];
  readonly receipts?: readonly ReceiptSource[];
}

const text = { type: 'string', minLength: 1 } as const;

/** The JSON Schema (draft-07) of the block; `checkImagesSettings` finds what a schema cannot. */
export const imagesSchema = {
  type: 'object',
  description: 'Where scan evidence for require-scanned-images comes from, and who may vouch for it.',
  additionalProperties: false,
  properties: {
    keys: {
      type: 'array',
      description: 'Public keys that signed receipts are verified with: ECDSA P-256 or Ed25519.',
      maxItems: 32,
      default: [],
      items: {
        type: 'object',
        required: ['name', 'images'],
        additionalProperties: false,
        properties: {
          name: { ...text, description: 'What messages call the key.' },
          publicKey: { ...text, description: 'The key itself: a PEM block, BEGIN PUBLIC KEY.' },
          publicKeyFile: { ...text, description: 'A file with that PEM block, read again when it changes.' },
          images: {
            type: 'array',
            description:
              'The images that the key is good for, such as registry.example.com/team/*; a * stands for anything.',
            minItems: 1,
            items: { type: 'string', format: 'image-pattern' },
          },
        },
      },
    },
    receipts: {
      type: 'array',
      description: 'Files or mounted ConfigMaps with one receipt a line, as `seaworthy receipt` writes them.',
      maxItems: 32,
      default: [],
      items: {
        type: 'object',
        required: ['path'],
        additionalProperties: false,
        properties: {
          path: { ...text, description: 'A file, or a folder whose files are all read.' },
          unsigned: {
            type: 'boolean',
            description:
              'Trust lines without a signature: whoever may write the file or the ConfigMap is then trusted.',
            default: false,
          },
        },
      },
    },
  },
} as const;

/**
 * What is wrong with a block beside what its schema finds, so far as that can be told of a block that it may not admit. The path is a
 * JSON pointer into the block.
 */
export function checkImagesSettings(images: JsonObject | ImagesSettings): readonly { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const names = new Set<string>();
  for (const [index, key] of arrayAt(images, 'keys').entries()) {
    if (!isObject(key)) continue;
    const path = `/keys/${index}`;
    const name = stringAt(key, 'name') ?? '';
    const { publicKey, publicKeyFile } = key;
    if (names.has(name)) problems.push({ path: `${path}/name`, message: `another key is called "${name}" too` });
    if (name !== '') names.add(name);
    if ((publicKey === undefined) === (publicKeyFile === undefined)) {
      problems.push({ path, message: 'a key has publicKey or publicKeyFile, one of the two' });
    }
    const read = typeof publicKey === 'string' && publicKey !== '' ? readPublicKey(publicKey) : undefined;
    if (typeof read === 'string') problems.push({ path: `${path}/publicKey`, message: read });
  }
  return problems;
}

/** Reads the PEM block of a public key, or says why it is of no use here. */
export function readPublicKey(pem: string): KeyObject | string {
  if (pem.includes('PRIVATE KEY'))
    return 'this is a private key: give the public one, and keep this one away from the cluster';
  try {
    const key = createPublicKey(pem);
    return isSupported(key) ? key : 'only ECDSA P-256 and Ed25519 keys are supported';
  } catch {
    return 'this is no PEM block of a public key (BEGIN PUBLIC KEY)';
  }
}

/** OpenSSL calls the curve P-256 prime256v1. */
export function isSupported(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ed25519') return true;
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
