import { objectAt } from './json.js';
import type { JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer, Segment } from './pointer.js';
import type { Target } from './target.js';
import { viewWorkload, workloads } from './workload.js';

/** Labels, and where they are. */
export interface LabelSet {
  /** Whose they are, as a message calls them. */
  readonly of: 'object' | 'pod template';
  readonly labels: JsonObject | undefined;
  readonly at: (...segments: readonly Segment[]) => Pointer;
}

/** Any object, for nearly all have labels. */
export interface Labelled {
  readonly kind: string;
  readonly isWorkload: boolean;
  /** Its own labels, and those that its template gives to pods. */
  readonly sets: readonly LabelSet[];
}

/** Every kind there is. Admission and audit cover workloads, and of the others those that another policy makes them cover. */
export const labelled: Target<Labelled> = {
  name: 'objects with labels',
  resources: workloads.resources,
  view: (object, kind) => {
    const workload = viewWorkload(object, kind);
    const own = objectAt(object, 'metadata');
    const sets: LabelSet[] = [labelsIn('object', own, (...segments) => pointer('/metadata', ...segments))];
    if (workload !== undefined && !workload.isPod) {
      sets.push(labelsIn('pod template', workload.podMetadata, workload.atPodMetadata));
    }
    return { kind, isWorkload: workload !== undefined, sets };
  },
};

function labelsIn(of: LabelSet['of'], metadata: JsonObject | undefined, at: LabelSet['at']): LabelSet {
  return { of, labels: objectAt(metadata, 'labels'), at: (...segments) => at('labels', ...segments) };
}
