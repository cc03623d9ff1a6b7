import type { Container } from './container.js';
import { dig, objectAt } from './json.js';
import type { Json } from './json.js';

const PROBE_HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const;
const HOOK_HANDLERS = ['exec', 'httpGet', 'sleep', 'tcpSocket'] as const;

/** Whether a probe asks anything at all: one without a handler is as good as none. */
export function isProbe(probe: Json | undefined): boolean {
  return PROBE_HANDLERS.some((handler) => objectAt(probe, handler) !== undefined);
}

/** Whether the container does something before it is stopped. */
export function hasPreStop(container: Container): boolean {
  const hook = dig(container.raw, 'lifecycle', 'preStop');
  return HOOK_HANDLERS.some((handler) => objectAt(hook, handler) !== undefined);
}
