import { objectAt, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import type { Workload } from './workload.js';

/** One annotation that the pod has or will get. */
export interface Annotation {
  readonly key: string;
  /** Empty where there is none, or no text. */
  readonly value: string;
}

/** The pod's annotations whose keys begin so, in the order of the object. */
export function annotationsWith(workload: Workload, prefix: string): readonly Annotation[] {
  const annotations = objectAt(workload.podMetadata, 'annotations') ?? {};
  return Object.keys(annotations)
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ key, value: stringAt(annotations, key) ?? '' }));
}

/** Whether an annotation is there with more in it than blanks. */
export function isAnnotated(annotations: JsonObject, key: string): boolean {
  return (stringAt(annotations, key) ?? '').trim() !== '';
}
