import { isDigest, splitTag } from './image.js';

/** What somebody got wrong in an image that is no reference. */
export interface ImageSlip {
  /** The end of a sentence. */
  readonly fault: string;
  readonly remedy: string;
}

const DIGEST = 'sha256: and 64 digits, 0 to 9 and a to f';

const slips = {
  space: { fault: 'has a space in it', remedy: 'Take the space away; it may be at the end, or be a line break.' },
  digest: { fault: 'has a digest that is not whole', remedy: `Write the whole digest after the @: ${DIGEST}.` },
  at: {
    fault: 'has no digest after its @',
    remedy: `Write a version after a colon, as in name:1.29; after an @ comes a digest, ${DIGEST}.`,
  },
  plus: {
    fault: 'has a + in its tag',
    remedy:
      'Write the tag as the registry has it, often with a - or _ for the +: a tag is made of letters, digits, _, . and -.',
  },
  noTag: { fault: 'has a colon and no tag', remedy: 'Write a version after the colon, as in name:1.29.' },
  capital: {
    fault: 'has a capital letter in its name',
    remedy: 'Write the name in small letters, as registries do; only its host and its tag may have capitals.',
  },
} as const satisfies Readonly<Record<string, ImageSlip>>;

/** What is wrong with an image that is no reference, where it is one of the common slips. */
export function slipOf(image: string): ImageSlip | undefined {
  if (isAnother(image)) return undefined;
  if (/\s/.test(image)) return slips.space;
  const [named = '', digest] = image.split('@');
  return slipOfName(named) ?? (digest === undefined || isDigest(digest) ? undefined : slipOfDigest(digest));
}

/** Whether it is an address, perhaps one with a password, or what a tool is to fill in. */
function isAnother(image: string): boolean {
  const at = image.indexOf('@');
  return /[${}<>]|:\/\//.test(image) || (at >= 0 && /[@/]/.test(image.slice(at + 1)));
}

function slipOfName(named: string): ImageSlip | undefined {
  const { name, tag } = splitTag(named);
  if (tag === '') return slips.noTag;
  if (tag?.includes('+') === true) return slips.plus;
  // Capitals of the first segment may make it a host.
  return /[A-Z]/.test(name.slice(name.indexOf('/') + 1)) ? slips.capital : undefined;
}

function slipOfDigest(digest: string): ImageSlip {
  return /^[a-z0-9]+:/.test(digest) ? slips.digest : slips.at;
}
