import { dig } from './json.js';
import type { Workload } from './workload.js';

/** Where the profile of the pod stood before Kubernetes 1.19 had a field for it. */
export const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
/** What the name of a container is put behind, for its own. */
export const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** The ways to write RuntimeDefault in an annotation. */
const RUNTIME_DEFAULT = ['runtime/default', 'docker/default'];

/**
 * Whether RuntimeDefault in the field of the pod, or of the container of that name, would be at odds with the annotation in its
 * place: the API server takes either alone, and refuses the two together (validateSeccompAnnotationsAndFieldsMatch).
 */
export function forbidsRuntimeDefault({ podMetadata }: Workload, container?: string): boolean {
  const annotation = container === undefined ? POD_ANNOTATION : CONTAINER_ANNOTATION + container;
  const value = dig(podMetadata, 'annotations', annotation);
  return typeof value === 'string' && !RUNTIME_DEFAULT.includes(value);
}
