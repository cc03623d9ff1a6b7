import type { JsonObject } from './json.js';
import { targetKinds } from './target.js';

/** A Pod itself, whoever made it. */
export interface PodView {
  readonly object: JsonObject;
}

/** Pods, and none of the kinds that make them. */
export const pods = targetKinds(
  'pods',
  [{ group: '', version: 'v1', kind: 'Pod', plural: 'pods' }],
  (object): PodView => ({ object }),
);
