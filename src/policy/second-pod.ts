import { claimedVolumesOf } from './claimed-volume.js';
import type { Counted, Scaled } from './scaled.js';
import { viewWorkload } from './workload.js';

/**
 * What to do for more pods, in a sentence. A StatefulSet may be a program that keeps its data in one place: a second pod of it would be
 * another database. The pods of a Deployment share its claims, and who says no more than "more" sends it into
 * disallow-shared-single-writer-volumes.
 */
export function remedyForTooFew({ kind, object }: Scaled, counted: Counted | undefined, min: number): string {
  const more = `Set spec.replicas to ${min} or more`;
  const lone = 'set this policy to off in a profile of your own';
  if (counted?.kind === 'StatefulSet') return `${more} if the program replicates its data; if it cannot, ${lone}.`;
  const workload = viewWorkload(object, kind);
  if (workload === undefined || claimedVolumesOf(workload).length === 0) return `${more}.`;
  const ready =
    'once its claim lets many pods write (ReadWriteMany), or each has its own (a StatefulSet with volumeClaimTemplates)';
  return `${more} ${ready}; if the program must be alone, ${lone}.`;
}
