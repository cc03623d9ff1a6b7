import type { Container } from './container.js';
import { hasPreStop } from './handler.js';
import { isKnativeProxy, isServedByKnative } from './knative.js';
import type { Workload } from './workload.js';

/**
 * The containers that are asked things while their pod stops, and have no preStop hook to wait for the last of it: app containers that
 * declare ports, where they run until they are stopped. Knative refuses the hook, and drains by a proxy of its own.
 */
export function withoutLinger(workload: Workload): readonly Container[] {
  if (!workload.isLongRunning || isServedByKnative(workload)) return [];
  return workload.containers.filter((one) => one.class === 'app' && one.declaresPorts && mustLinger(one, workload));
}

function mustLinger(container: Container, workload: Workload): boolean {
  return !hasPreStop(container) && !isKnativeProxy(workload, container);
}
