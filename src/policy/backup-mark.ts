import { dig } from './json.js';
import type { Json } from './json.js';

/** On pods the value of this annotation is a list of volumes: https://velero.io/docs/main/file-system-backup/ */
const LISTS_VOLUMES = 'backup.velero.io/backup-volumes';

/** Whether a label or an annotation with one of the keys says that there is a backup. */
export function isMarked(metadata: Json | undefined, keys: readonly string[]): boolean {
  return keys.some((key) => marksOf(metadata, key).length > 0);
}

/** The values of a key among labels and annotations; one that says false says that there is no backup. */
function marksOf(metadata: Json | undefined, key: string): readonly string[] {
  return ['labels', 'annotations']
    .map((where) => dig(metadata, where, key))
    .filter((value) => typeof value === 'string')
    .filter((value) => value.toLowerCase() !== 'false');
}

/** Which volumes the marks of their pods are about. Lists are read once, for they may be as long as there are claims. */
export function volumesMarkedBy(podMetadata: Json | undefined, keys: readonly string[]): (volume: string) => boolean {
  const marked = keys.filter((key) => marksOf(podMetadata, key).length > 0);
  if (marked.some((key) => key !== LISTS_VOLUMES)) return () => true;
  const listed = marked.flatMap((key) => marksOf(podMetadata, key)).flatMap((list) => list.split(','));
  const volumes = new Set(listed.map((name) => name.trim()));
  return (volume) => volumes.has(volume);
}
