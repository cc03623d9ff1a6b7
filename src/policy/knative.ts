import type { Container } from './container.js';
import { arrayAt, dig, field, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import type { Asked } from './resource-default.js';
import { singular } from './resources.js';
import { dottedGroupOf, groupOf } from './target.js';
import type { Workload } from './workload.js';

const GROUP = 'serving.knative.dev';

/** The label by which Knative says of which Revision something is. */
const REVISION = `${GROUP}/revision`;

/** The container that Knative puts before those that serve. */
const PROXY = 'queue-proxy';

/**
 * Whether Knative runs a workload: a Service or a Configuration of its own. Its templates may not hold every field of a pod, and
 * lifecycle is one of those that it refuses: it adds a proxy to the pod that waits for the requests under way.
 */
export function isServedByKnative({ isCustom, object }: Workload): boolean {
  return isCustom && dottedGroupOf(object) === GROUP;
}

/**
 * Whether Knative made a workload out of a Revision: a Deployment, its ReplicaSet or a Pod of that. Anybody can write a label, so an
 * owner has to stand there as well: what names one that does not exist is deleted by Kubernetes.
 */
export function isMadeByKnative(object: JsonObject): boolean {
  const metadata = field(object, 'metadata');
  const isLabelled = dig(metadata, 'labels', REVISION) !== undefined;
  return arrayAt(metadata, 'ownerReferences').some((owner) => {
    const group = groupOf(stringAt(owner, 'apiVersion') ?? '');
    const kind = field(owner, 'kind');
    if (group === GROUP) return kind === 'Revision';
    return isLabelled && group === 'apps' && (kind === 'Deployment' || kind === 'ReplicaSet');
  });
}

/** Whether a pod is what Knative makes of a Revision, or will be. */
export function isRunByKnative(workload: Workload): boolean {
  return isServedByKnative(workload) || isMadeByKnative(workload.object);
}

/** Whether a container is the proxy that Knative adds, which nobody but Knative can change. */
export function isKnativeProxy({ object }: Workload, { name }: Container): boolean {
  return name === PROXY && isMadeByKnative(object);
}

/**
 * Whether a probe is the affair of Knative alone. Its proxy asks whether the program is ready, over TCP where nobody says how, and so
 * the kubelet is told to ask only the proxy. Of several containers only the one with a port may have probes of its own.
 */
export function isProbedByKnative(workload: Workload, container: Container, kind: string): boolean {
  if (!isRunByKnative(workload)) return false;
  if (kind === 'readiness' || isKnativeProxy(workload, container)) return true;
  return !container.declaresPorts && workload.containers.filter((one) => one.class === 'app').length > 1;
}

/**
 * What to do about an amount that a container lacks, where it is that proxy: Knative reads it off an annotation, and undoes what is
 * written into the container.
 */
export function remedyOfProxy(
  workload: Workload,
  container: Container,
  { list, name }: Asked,
): { readonly remedy?: string } {
  if (!isKnativeProxy(workload, container)) return {};
  const annotation = `queue.sidecar.${GROUP}/${name}-resource-${singular[list]}`;
  return { remedy: `Set the annotation ${annotation} in the template of the Knative Service.` };
}
