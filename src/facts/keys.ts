import type { KeyObject } from 'node:crypto';
import type { ImageReference } from '../policy/image.js';
import { matchesImage } from '../policy/image-pattern.js';
import type { ImagesSettings, KeySettings } from './images-settings.js';
import { readPublicKey } from './images-settings.js';
import { readBounded } from './receipt-files.js';

/** A PEM block of a public key has less than 200 characters; a file may say more around it. In bytes. */
const LARGEST_KEY_FILE = 64 * 1024;

/** A public key that signed receipts are held against. */
export interface TrustedKey {
  readonly name: string;
  readonly key: KeyObject;
  readonly images: readonly string[];
}

/** Whether a key may vouch for an image. */
export function isGoodFor({ images }: TrustedKey, image: ImageReference): boolean {
  return images.some((pattern) => matchesImage(pattern, image));
}

/** Reads every key; those that cannot be used are told with their name. */
export async function readKeys({ keys = [] }: ImagesSettings): Promise<{
  readonly keys: readonly TrustedKey[];
  readonly failures: readonly string[];
}> {
  const trusted: TrustedKey[] = [];
  const failures: string[] = [];
  for (const settings of keys) {
    const key = await readKey(settings);
    if (typeof key === 'string') failures.push(`key "${settings.name}": ${key}`);
    else trusted.push({ name: settings.name, key, images: settings.images });
  }
  return { keys: trusted, failures };
}

async function readKey({ publicKey, publicKeyFile }: KeySettings): Promise<KeyObject | string> {
  if (publicKey !== undefined) return readPublicKey(publicKey);
  if (publicKeyFile === undefined) return 'it has neither publicKey nor publicKeyFile';
  try {
    const key = readPublicKey((await readBounded(publicKeyFile, LARGEST_KEY_FILE)).toString('utf8'));
    return typeof key === 'string' ? `${publicKeyFile}: ${key}` : key;
  } catch (error) {
    return error instanceof Error ? error.message : `${publicKeyFile} cannot be read`;
  }
}
