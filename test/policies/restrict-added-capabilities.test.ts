import policy from '../../policies/restrict-added-capabilities.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const adds = (...add: readonly (string | number)[]) => ({ securityContext: { capabilities: { add } } });
const at = (index: number): string => `/spec/containers/0/securityContext/capabilities/add/${index}`;
const adding = (capability: string): string =>
  `container "app" adds the capability ${capability}, which is no default one`;

testPolicy(policy, {
  accepts: [
    { name: 'every class of container that adds nothing', object: pod(everyClass(adds())) },
    {
      name: 'what runtimes grant by default',
      object: deployment(everyClass(adds('AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD'))),
    },
    {
      name: 'the rest of it',
      object: pod(everyClass(adds('NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'))),
    },
    {
      name: 'capabilities that are dropped',
      object: pod({ containers: [container({ securityContext: { capabilities: { drop: ['SYS_ADMIN'] } } })] }),
    },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' }, ...everyClass(adds('SYS_ADMIN')) }) },
  ],
  rejects: [
    {
      name: 'every class of container that adds another one',
      object: deployment(everyClass(adds('CHOWN', 'SYS_ADMIN'))),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/capabilities/add/1`,
        message: `container "${name}" adds the capability "SYS_ADMIN", which is no default one`,
      })),
    },
    {
      name: 'NET_RAW, ALL, and what is no name of a capability',
      object: pod({ containers: [container(adds('NET_RAW', 'ALL', 'CAP_CHOWN', 'chown', 7))] }),
      violations: ['"NET_RAW"', '"ALL"', '"CAP_CHOWN"', '"chown"', '7'].map((capability, index) => ({
        path: at(index),
        message: adding(capability),
      })),
    },
  ],
});
