import { annotationsWith } from './annotation.js';
import type { Annotation } from './annotation.js';
import { dig } from './json.js';
import type { Workload } from './workload.js';

/** Where the profile of the pod stood before Kubernetes 1.19 had a field for it. */
export const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
/** What the name of a container is put behind, for its own. */
export const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** The annotations that set a profile for the pod, and then those for a container that it has. */
export function seccompAnnotationsOf(workload: Workload): readonly Annotation[] {
  const names = new Set(workload.containers.map(({ name }) => CONTAINER_ANNOTATION + name));
  return [
    ...annotationsWith(workload, POD_ANNOTATION).filter(({ key }) => key === POD_ANNOTATION),
    ...annotationsWith(workload, CONTAINER_ANNOTATION).filter(({ key }) => names.has(key)),
  ];
}

/** Whether the value of such an annotation confines a process, as RuntimeDefault and Localhost do in the field. */
export function isConfiningAnnotation({ value }: Annotation): boolean {
  return RUNTIME_DEFAULT.includes(value) || value.startsWith('localhost/');
}

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
