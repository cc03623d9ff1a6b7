import { ingresses } from './ingress.js';
import type { JsonObject } from './json.js';
import { services } from './service.js';
import type { Target } from './target.js';
import { workloads } from './workload.js';

/** An object that lives in a namespace. */
export interface Namespaced {
  readonly kind: string;
  readonly object: JsonObject;
  /** Whether it is a custom resource, which may as well live in none. */
  readonly isCustom: boolean;
}

const parts = [workloads, services, ingresses] as const;
const resources = parts.flatMap((part) => part.resources);

/** The kinds that are in a namespace for certain: OpenShift's is a Deployment by another name. */
const known: ReadonlySet<string> = new Set([...resources.map(({ kind }) => kind), 'DeploymentConfig']);

/** Workloads and what leads to them. */
export const namespaced: Target<Namespaced> = {
  name: 'workloads, Services and Ingresses',
  resources,
  view: (object, kind) => {
    const isConcerned = parts.some((part) => part.view(object, kind) !== undefined);
    return isConcerned ? { kind, object, isCustom: !known.has(kind) } : undefined;
  },
};
