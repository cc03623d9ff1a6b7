import { dottedGroupOf } from './target.js';
import type { Workload } from './workload.js';

/**
 * Whether Knative runs a workload: a Service or a Configuration of its own. Its templates may not hold every field of a pod, and
 * lifecycle is one of those that it refuses: it adds a proxy to the pod that waits for the requests under way.
 */
export function isServedByKnative({ isCustom, object }: Workload): boolean {
  return isCustom && dottedGroupOf(object) === 'serving.knative.dev';
}
