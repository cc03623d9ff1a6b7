import policy from '../../policies/restrict-sysctls.js';
import { deployment, everyClass, job, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const sysctls = (...names: readonly string[]) => ({
  securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) },
});
const unsafe = (name: string, index = 0) => ({
  path: `/spec/securityContext/sysctls/${index}/name`,
  message: `the pod sets the sysctl "${name}", which is not known to be safe`,
});

/** By the release that the standard has called each safe from. */
const since = {
  '1.27': 'net.ipv4.ip_local_reserved_ports',
  '1.29': 'net.ipv4.tcp_keepalive_time',
  '1.32': 'net.ipv4.tcp_rmem',
  '1.37': 'net.ipv4.tcp_notsent_lowat',
};

testPolicy(policy, {
  accepts: [
    { name: 'pods that say nothing, with every class of container', object: pod(everyClass()) },
    {
      name: 'what was always safe',
      object: deployment(
        sysctls(
          'kernel.shm_rmid_forced',
          'net.ipv4.ip_local_port_range',
          'net.ipv4.tcp_syncookies',
          'net.ipv4.ping_group_range',
          'net.ipv4.ip_unprivileged_port_start',
        ),
      ),
      kubernetesVersion: '1.20',
    },
    ...Object.entries(since).map(([kubernetesVersion, name]) => ({
      name: `${name} from Kubernetes ${kubernetesVersion} on`,
      object: pod(sysctls(name)),
      kubernetesVersion,
    })),
    {
      name: 'the rest of the list on the newest Kubernetes',
      object: pod(
        sysctls(
          'net.ipv4.tcp_fin_timeout',
          'net.ipv4.tcp_keepalive_intvl',
          'net.ipv4.tcp_keepalive_probes',
          'net.ipv4.tcp_wmem',
          'net.ipv4.tcp_slow_start_after_idle',
        ),
      ),
    },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' }, ...sysctls('kernel.msgmax') }) },
  ],
  rejects: [
    {
      name: 'each sysctl that is not safe, and the form with slashes',
      object: pod(sysctls('kernel.msgmax', 'net.ipv4.tcp_syncookies', 'net/ipv4/tcp_syncookies', '')),
      violations: [unsafe('kernel.msgmax'), unsafe('net/ipv4/tcp_syncookies', 2), unsafe('', 3)],
    },
    {
      name: 'the sysctls of a Job',
      object: job(sysctls('fs.mqueue.msg_max')),
      violations: [{ ...unsafe('fs.mqueue.msg_max'), path: '/spec/template/spec/securityContext/sysctls/0/name' }],
    },
    ...Object.entries(since).map(([version, name]) => ({
      name: `${name} before Kubernetes ${version}`,
      object: pod(sysctls(name)),
      kubernetesVersion: `1.${Number(version.slice(2)) - 1}`,
      violations: [unsafe(name)],
    })),
  ],
});
