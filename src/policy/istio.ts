import { objectAt, stringAt } from './json.js';
import type { Workload } from './workload.js';

/** The container that Istio's injector makes, and what stands for its image where somebody wants to change the rest of it. */
const PROXY = 'istio-proxy';
const AUTO = 'auto';

const INJECT = 'sidecar.istio.io/inject';
const TEMPLATES = 'inject.istio.io/templates';

/** Whether Istio's injector puts its own image in the place of a container's, as in a Deployment of a gateway. */
export function isImageFilledIn(workload: Workload, container: string, image: string | undefined): boolean {
  return image === AUTO && container === PROXY && isInjected(workload);
}

/** Whether a pod asks for the injector: by itself, or by the template that it wants. Its label outdoes its annotation. */
function isInjected({ podMetadata }: Workload): boolean {
  const annotations = objectAt(podMetadata, 'annotations');
  const asked = stringAt(objectAt(podMetadata, 'labels'), INJECT) ?? stringAt(annotations, INJECT);
  if (asked !== undefined) return asked === 'true';
  const templates = stringAt(annotations, TEMPLATES) ?? '';
  return templates.split(',').some((template) => template.trim() === 'gateway');
}
