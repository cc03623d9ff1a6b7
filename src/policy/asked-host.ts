import type { Container } from './container.js';
import { dig } from './json.js';
import type { Json } from './json.js';
import type { Pointer } from './pointer.js';

/** Everything that the kubelet may ask over the network, by its place in a container. */
const ASKERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

/** The handlers that have a host; gRPC has none. */
const HANDLERS = ['httpGet', 'tcpSocket'] as const;

/** A host that a probe or a hook asks in place of its own pod. */
export interface AskedHost {
  /** The field of the probe or the hook, such as preStop. */
  readonly asker: string;
  readonly host: Json;
  readonly path: Pointer;
}

/** The hosts that a container has the kubelet ask. An empty one is the pod itself. */
export function* askedHostsOf(container: Container): Iterable<AskedHost> {
  for (const place of ASKERS) {
    const asked = dig(container.raw, ...place);
    if (asked === undefined) continue;
    for (const handler of HANDLERS) {
      const host = dig(asked, handler, 'host') ?? '';
      if (host !== '') yield { asker: place.at(-1) ?? '', host, path: container.at(...place, handler, 'host') };
    }
  }
}
