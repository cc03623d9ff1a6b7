import type { ImageReference } from './image.js';
import { parseImage } from './image.js';

/** A part of the world's images: a registry, or a path in one. */
interface ImagePrefix {
  readonly registry: string;
  /** The segments of the path, whole ones each; none for the whole registry. */
  readonly path: readonly string[];
}

/**
 * Reads a prefix such as registry.example.com, registry.example.com/team/ or ghcr.io/team/app. Without a host docker.io is meant,
 * as it is for images: nginx is docker.io/library/nginx, and bitnami/ is everything of that name on docker.io. Gives undefined for
 * what is none, tags and digests included.
 */
export function parseImagePrefix(prefix: string): ImagePrefix | undefined {
  const [first = '', ...rest] = prefix.replace(/\/$/, '').split('/');
  // A first segment with a dot, a port or a capital is a host, as it is in an image reference.
  const hasHost = /[.:A-Z]/.test(first) || first === 'localhost';
  const named = hasHost ? rest : [first, ...rest];
  const isOfficial = !hasHost && !prefix.includes('/');
  const path = isOfficial ? ['library', ...named] : named;
  const registry = hasHost ? registryName(first) : 'docker.io';
  // With a name after it the prefix of an image is one; a tag or a digest cannot stand before that name.
  return parseImage([registry, ...path, 'x'].join('/')) === undefined ? undefined : { registry, path };
}

/** Whether an image is under a prefix, at the border of a segment. A prefix that is none has nothing under it. */
export function isUnder(prefix: string, image: ImageReference): boolean {
  const parsed = parseImagePrefix(prefix);
  if (parsed?.registry !== registryName(image.registry)) return false;
  const segments = image.repository.split('/');
  return parsed.path.every((segment, index) => segments[index] === segment);
}

/** Hosts have no case, and 443 is the port that is meant where none is named: neither makes another registry. */
function registryName(registry: string): string {
  const name = registry.toLowerCase().replace(/:443$/, '');
  return name === 'index.docker.io' ? 'docker.io' : name;
}
