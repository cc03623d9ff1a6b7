import { ingresses } from './ingress.js';
import type { JsonObject } from './json.js';
import { services } from './service.js';
import type { Target } from './target.js';
import { viewWorkload, workloads } from './workload.js';

/** An object that lives in a namespace. */
export interface Namespaced {
  readonly kind: string;
  readonly object: JsonObject;
  /** Whether it is a custom resource, which may as well live in none. */
  readonly isCustom: boolean;
}

const parts = [workloads, services, ingresses] as const;

/** Workloads and what leads to them. */
export const namespaced: Target<Namespaced> = {
  name: 'workloads, Services and Ingresses',
  resources: parts.flatMap((part) => part.resources),
  view: (object, kind) => {
    const isConcerned = parts.some((part) => part.view(object, kind) !== undefined);
    return isConcerned ? { kind, object, isCustom: viewWorkload(object, kind)?.isCustom === true } : undefined;
  },
};
