import { parseImage } from './image.js';
import type { ImageReference } from './image.js';

/** Whether a reference, as it is written, means an image that one of the patterns means. What is no reference means none. */
export function isAmongImages(reference: string | undefined, patterns: readonly string[]): boolean {
  const image = parseImage(reference);
  return image !== undefined && patterns.some((pattern) => matchesImage(pattern, image));
}

/**
 * Whether an image is one of those that a pattern means. A * stands for anything, slashes included. A pattern without a tag and
 * a digest is held against the name alone, and docker.io is implied as it is for references: nginx means docker.io/library/nginx.
 */
export function matchesImage(pattern: string, image: ImageReference): boolean {
  const whole = withRegistry(pattern);
  const name = `${image.registry}/${image.repository}`;
  const lastSegment = whole.slice(whole.lastIndexOf('/') + 1);
  if (!/[:@]/.test(lastSegment)) return matches(whole, name);
  const tag = image.tag === undefined ? '' : `:${image.tag}`;
  const digest = image.digest === undefined ? '' : `@${image.digest}`;
  return matches(whole, `${name}${tag}${digest}`);
}

/** A first segment that is no host, or none at all, means docker.io; one with a * may stand for a host and is left alone. */
function withRegistry(pattern: string): string {
  const slash = pattern.indexOf('/');
  const first = slash < 0 ? pattern : pattern.slice(0, slash);
  if (first.includes('*')) return pattern;
  if (slash < 0) return `docker.io/library/${pattern}`;
  return /[.:A-Z]/.test(first) || first === 'localhost' ? pattern : `docker.io/${pattern}`;
}

/** Each piece between two stars is looked for once, from left to right, so no pattern costs more than a pass over the text. */
function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return text === pattern;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}
