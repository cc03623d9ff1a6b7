import { dig } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { volumeClaims } from '../src/policy/volume-claim.js';

export default definePolicy({
  meta: {
    id: 'require-volume-backup',
    title: 'Volumes must say how they are backed up',
    description:
      'A volume that nobody backs up is missed on the day it is needed. A claim, or the claim template of a StatefulSet, carries ' +
      "one of the keys as a label or an annotation with any value but false; the StatefulSet's pod template may carry it instead, " +
      "where Velero's own annotation names the volumes that it means. In no built-in profile: a cluster may back up everything unasked.",
    category: 'availability',
    severity: 'medium',
    remedy: 'Annotate the claim, or the template that makes it, for the backup that should take it.',
    references: [
      'https://velero.io/docs/main/file-system-backup/',
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
    ],
  },
  target: volumeClaims,
  settings: {
    keys: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
      default: ['backup.velero.io/backup-volumes'],
      description: 'The labels and annotations one of which says that a volume is backed up.',
    },
  },
  *check({ claims, podMetadata }, { settings }) {
    const [key] = settings.keys;
    if (key === undefined) return;
    const isMarkedByPod = marksOfPod(podMetadata, settings.keys);
    for (const { name, metadata, at } of claims) {
      if (settings.keys.some((one) => marksOf(metadata, one).length > 0) || isMarkedByPod(name)) continue;
      yield {
        path: pointer(at, 'annotations', key),
        message: message(
          (show) => `volume claim ${show(name)} has no label or annotation ${settings.keys.map(show).join(' or ')}`,
        ),
      };
    }
  },
});

/** On pods the value of this annotation is a list of volumes: https://velero.io/docs/main/file-system-backup/ */
const LISTS_VOLUMES = 'backup.velero.io/backup-volumes';

/** The values of a key among labels and annotations; one that says false says that there is no backup. */
function marksOf(metadata: Json | undefined, key: string): readonly string[] {
  return ['labels', 'annotations']
    .map((where) => dig(metadata, where, key))
    .filter((value) => typeof value === 'string')
    .filter((value) => value.toLowerCase() !== 'false');
}

/** Which volumes the marks of their pods are about. Lists are read once, for they may be as long as there are claims. */
function marksOfPod(podMetadata: Json | undefined, keys: readonly string[]): (volume: string) => boolean {
  const marked = keys.filter((key) => marksOf(podMetadata, key).length > 0);
  if (marked.some((key) => key !== LISTS_VOLUMES)) return () => true;
  const listed = marked.flatMap((key) => marksOf(podMetadata, key)).flatMap((list) => list.split(','));
  const volumes = new Set(listed.map((name) => name.trim()));
  return (volume) => volumes.has(volume);
}
