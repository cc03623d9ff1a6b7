import { arrayAt, dig, field } from './json.js';
import type { Json } from './json.js';
import type { Container } from './container.js';
import type { Edit } from './policy.js';

/** What container runtimes grant by default but NET_RAW, which forges packets. From the Pod Security Standards. */
const BASELINE = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Whether adding a capability gives nothing that the runtime would not. Names are exact: CAP_CHOWN and chown are none. */
export function isBaselineCapability(capability: Json): boolean {
  return typeof capability === 'string' && BASELINE.includes(capability);
}

/** What one list of the container's capabilities holds; empty where there is none. */
export function capabilitiesOf({ securityContext }: Container, list: 'add' | 'drop'): readonly Json[] {
  return arrayAt(field(securityContext, 'capabilities'), list);
}

/** Drops ALL beside whatever else is dropped. */
export function toDropAll({ securityContext, at }: Container): Edit {
  const path = at('securityContext', 'capabilities', 'drop');
  const hasList = Array.isArray(dig(securityContext, 'capabilities', 'drop'));
  return hasList ? { op: 'set', path: `${path}/-`, value: 'ALL' } : { op: 'set', path, value: ['ALL'] };
}

/**
 * Leaves one capability of those that are added, where it is among them: the list as it should be, and not one entry taken out, for
 * several fixes together must not shift each other's places.
 */
export function toAddOnly(capability: string, container: Container): Edit {
  const path = container.at('securityContext', 'capabilities', 'add');
  const isAdded = capabilitiesOf(container, 'add').includes(capability);
  return isAdded ? { op: 'set', path, value: [capability] } : { op: 'remove', path };
}
