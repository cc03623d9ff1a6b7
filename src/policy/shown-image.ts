import { parseImage } from './image.js';
import type { Show } from './quote.js';

/** What stands behind the @ of a digest, be it a whole one or a cut one. */
const DIGEST = /^sha\d{3}:/;

/** sha256: and four digits, which is enough to tell two images of one list apart. */
const SHORT_DIGEST = 11;

/**
 * An image as a message may show it. A reference has no place for a user and a password, but an address pasted from a browser or
 * from the settings of a registry has: https://user:password@registry.example.com/app is no reference, and must not be printed.
 */
export function shownImage(image: string): string {
  if (parseImage(image) !== undefined) return image;
  let at = image.lastIndexOf('@');
  if (DIGEST.test(image.slice(at + 1))) at = image.lastIndexOf('@', at - 1);
  if (at <= 0) return image;
  const scheme = image.indexOf('://');
  const start = scheme < 0 || scheme > at ? 0 : scheme + '://'.length;
  const colon = image.indexOf(':', start);
  // A token may stand where the user does, but nginx@1.29 is a slip of somebody who meant a tag.
  if (colon >= 0 && colon < at) return `${image.slice(0, colon + 1)}…${image.slice(at)}`;
  return start === 0 ? image : `${image.slice(0, start)}…${image.slice(at)}`;
}

/** An image in few characters: its name and tag, and so much of its digest that two images of one list can be told apart. */
export function shortImage(image: string | undefined, show: Show): string {
  if (image === undefined) return show(undefined);
  const digest = parseImage(image)?.digest;
  if (digest === undefined) return show(shownImage(image));
  return `${show(shownImage(image).replace(`@${digest}`, ''))} (${digest.slice(0, SHORT_DIGEST)}…)`;
}
