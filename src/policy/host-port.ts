import type { Container } from './container.js';
import { arrayAt, field } from './json.js';
import type { Json } from './json.js';
import type { Pointer } from './pointer.js';
import type { Workload } from './workload.js';

/** A port of the node that a container takes, and where it says so. */
export interface HostPort {
  readonly path: Pointer;
  readonly port: Json;
}

/** The ports of the node that a container takes. Under hostNetwork the API server copies containerPort to hostPort. */
export function* hostPortsOf({ raw, at }: Container, { spec }: Workload): Iterable<HostPort> {
  const isOnHost = field(spec, 'hostNetwork') === true;
  for (const [index, entry] of arrayAt(raw, 'ports').entries()) {
    const port = taken(field(entry, 'hostPort')) ?? (isOnHost ? taken(field(entry, 'containerPort')) : undefined);
    if (port !== undefined) yield { path: at('ports', index, 'hostPort'), port };
  }
}

/** 0 is no port to the API server. */
function taken(port: Json | undefined): Json | undefined {
  return port === 0 ? undefined : port;
}

/** Whether no two pods of a workload fit on one node, as each takes the same port of it for as long as it runs. */
export function fitsOncePerNode(workload: Workload): boolean {
  const running = workload.containers.filter(({ class: its }) => its === 'app' || its === 'sidecar');
  return running.some((one) => [...hostPortsOf(one, workload)].some(({ port }) => typeof port === 'number'));
}
