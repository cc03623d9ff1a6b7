import { remember } from './remember.js';

// The grammar is that of github.com/distribution/reference (regexp.go); the lengths bound what a regular expression sees.
const DOMAIN =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::\d{1,5})?$/;
const PATH_SEGMENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const SHA256 = /^sha256:[0-9a-f]{64}$/;

/** The longest reference that is read, in characters; the grammar allows a name of 255. */
const LONGEST = 512;

export interface ImageReference {
  /** The host that serves it, with its port; docker.io where the reference names none. */
  readonly registry: string;
  /** The path in the registry, such as library/nginx. */
  readonly repository: string;
  readonly tag?: string;
  /** algorithm:hex, such as sha256:31df… */
  readonly digest?: string;
}

/** Reads an image reference as a container runtime does, or gives undefined for what is none. */
export function parseImage(reference: unknown): ImageReference | undefined {
  return typeof reference === 'string' && reference.length <= LONGEST ? readImage(reference) : undefined;
}

const readImage = remember((reference): ImageReference | undefined => {
  const [named = '', digest, ...more] = reference.split('@');
  const { name, tag } = splitTag(named);
  const place = splitRegistry(name);
  if (more.length > 0 || !isDigest(digest) || !isTag(tag) || !isPlace(place)) return undefined;
  return { ...place, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
});

function isTag(tag: string | undefined): boolean {
  return tag === undefined || TAG.test(tag);
}

function isPlace({ registry, repository }: ImageReference): boolean {
  return DOMAIN.test(registry) && repository.split('/').every((segment) => PATH_SEGMENT.test(segment));
}

/** A reference needs no digest. A sha256 digest has exactly 64 lower-case hexadecimal digits; other algorithms at least 32. */
export function isDigest(digest: string | undefined): boolean {
  if (digest === undefined) return true;
  return digest.startsWith('sha256:') ? SHA256.test(digest) : DIGEST.test(digest);
}

/** Only a colon in the last segment of the path starts a tag: registry:443/app has none. */
export function splitTag(named: string): { name: string; tag: string | undefined } {
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon < 0) return { name: named, tag: undefined };
  return { name: named.slice(0, colon), tag: named.slice(colon + 1) };
}

/** The first segment is a host when it has a dot, a port or a capital, or is localhost; else docker.io is meant. */
function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (/[.:A-Z]/.test(first) || first === 'localhost') {
    const registry = first === 'index.docker.io' ? 'docker.io' : first;
    return { registry, repository: withLibrary(registry, name.slice(slash + 1)) };
  }
  return { registry: 'docker.io', repository: withLibrary('docker.io', name) };
}

function withLibrary(registry: string, repository: string): string {
  return registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
}
