import { isMarked, volumesMarkedBy } from '../src/policy/backup-mark.js';
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
    const isMarkedByPod = volumesMarkedBy(podMetadata, settings.keys);
    for (const { name, metadata, at } of claims) {
      if (isMarked(metadata, settings.keys) || isMarkedByPod(name)) continue;
      yield {
        path: pointer(at, 'annotations', key),
        message: message(
          (show) => `volume claim ${show(name)} has no label or annotation ${settings.keys.map(show).join(' or ')}`,
        ),
      };
    }
  },
});
