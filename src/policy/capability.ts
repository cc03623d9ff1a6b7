import { arrayAt, field } from './json.js';
import type { Json } from './json.js';
import type { Container } from './container.js';

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
