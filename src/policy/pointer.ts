/** A JSON pointer (RFC 6901), such as /spec/containers/0/image. The empty string is the whole object. */
export type Pointer = string;

export type Segment = string | number;

/** Escapes one segment: ~ becomes ~0 and / becomes ~1 (RFC 6901, section 3). */
function escape(segment: Segment): string {
  if (typeof segment === 'number') return String(segment);
  // Nearly no segment has either, and two searches cost less than two replacements.
  if (!segment.includes('~') && !segment.includes('/')) return segment;
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Extends a pointer by segments, which are escaped. */
export function pointer(base: Pointer, ...segments: readonly Segment[]): Pointer {
  let path = base;
  for (const segment of segments) path += `/${escape(segment)}`;
  return path;
}

/** The unescaped segments of a pointer; none for the whole object. */
export function segmentsOf(path: Pointer): readonly string[] {
  if (path === '') return [];
  const segments = path.slice(1).split('/');
  // Nearly no path has an escaped segment, and large objects have tens of thousands of paths.
  if (!path.includes('~')) return segments;
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Kubernetes' own way to write a path, as its validation errors do: spec.containers[0].image, metadata.labels[a/b]. */
export function fieldPath(path: Pointer): string {
  let text = '';
  for (const segment of segmentsOf(path)) {
    if (/^\d+$/.test(segment) || !/^\w[\w-]*$/.test(segment)) text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}
