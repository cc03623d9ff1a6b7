import { isAtLeast } from './version.js';
import type { KubernetesVersion } from './version.js';

/** The sysctls that the Pod Security Standards call safe, by the minor release that each batch came with. */
const SAFE: readonly (readonly [minor: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.ip_unprivileged_port_start',
      'net.ipv4.ping_group_range',
      'net.ipv4.tcp_syncookies',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
      'net.ipv4.tcp_keepalive_time',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_notsent_lowat', 'net.ipv4.tcp_slow_start_after_idle']],
];

/** Whether a sysctl is the pod's own and harms no other one. Names are exact: the form with slashes is not on the list. */
export function isSafeSysctl(name: unknown, version: KubernetesVersion): boolean {
  return typeof name === 'string' && SAFE.some(([minor, names]) => isAtLeast(version, minor) && names.includes(name));
}
