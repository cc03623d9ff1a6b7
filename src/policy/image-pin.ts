import { parseImage } from './image.js';

export const NO_REFERENCE = 'is no image reference';

/**
 * Why an image may be another one tomorrow, as the end of a sentence; undefined where it may not. A digest pins whatever tag stands
 * before it; without one a tag other than latest will do, unless a digest is demanded.
 */
export function pinFaultOf(image: string | undefined, mustHaveDigest: boolean): string | undefined {
  const reference = parseImage(image);
  if (reference === undefined) return NO_REFERENCE;
  if (reference.digest !== undefined) return undefined;
  if (mustHaveDigest) return 'has no digest';
  if (reference.tag === undefined) return 'has no tag';
  return reference.tag === 'latest' ? 'is latest, not a version' : undefined;
}
