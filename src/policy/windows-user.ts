import type { Container } from './container.js';
import { dig } from './json.js';
import type { Json } from './json.js';
import type { Workload } from './workload.js';

/** As the kubelet compares it: Windows does not tell the cases of a name apart. Of root there it knows this one name. */
const ROOT = /^ContainerAdministrator$/iu;

/** Whether a security context asks for the user that the kubelet takes for the root of Windows, and refuses beside runAsNonRoot. */
export function asksForWindowsRoot(securityContext: Json | undefined): boolean {
  const name = userNameOf(securityContext);
  return typeof name === 'string' && ROOT.test(name);
}

/** The same of a container, which has from its pod what it does not set itself: of windowsOptions each field alone. */
export function runsAsWindowsRoot(
  { securityContext }: Workload,
  container: Pick<Container, 'securityContext'>,
): boolean {
  const isSet = userNameOf(container.securityContext) !== undefined;
  return asksForWindowsRoot(isSet ? container.securityContext : securityContext);
}

export function userNameOf(securityContext: Json | undefined): Json | undefined {
  return dig(securityContext, 'windowsOptions', 'runAsUserName');
}
