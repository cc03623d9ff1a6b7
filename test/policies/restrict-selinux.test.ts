import policy from '../../policies/restrict-selinux.js';
import type { JsonObject } from '../../src/policy/json.js';
import { deployment, everyClass, everyPlace, pod, statefulSet } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const options = (seLinuxOptions: JsonObject) => ({ securityContext: { seLinuxOptions } });

testPolicy(policy, {
  accepts: [
    { name: 'pods that say nothing', object: pod(everyClass()) },
    ...['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', ''].map((type) => ({
      name: `the type ${JSON.stringify(type)}, for the pod and for every class of container`,
      object: deployment({ ...options({ type }), ...everyClass(options({ type, level: 's0:c1,c2' })) }),
    })),
    { name: 'an empty user and role', object: pod(options({ user: '', role: null })) },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' }, ...options({ type: 'spc_t' }) }) },
  ],
  rejects: [
    {
      name: 'every class of container of another type',
      object: deployment(everyClass(options({ type: 'spc_t' }))),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/seLinuxOptions/type`,
        message: `container "${name}" sets the SELinux type to "spc_t"`,
      })),
    },
    {
      name: 'a user and a role of the pod, also where every container overrides them',
      object: statefulSet({ ...options({ user: 'sysadm_u', role: 'sysadm_r' }), ...everyClass(options({ type: '' })) }),
      violations: [
        {
          path: '/spec/template/spec/securityContext/seLinuxOptions/user',
          message: 'the pod sets the SELinux user to "sysadm_u"',
        },
        {
          path: '/spec/template/spec/securityContext/seLinuxOptions/role',
          message: 'the pod sets the SELinux role to "sysadm_r"',
        },
      ],
    },
    {
      name: 'container_engine_t before Kubernetes 1.31',
      object: pod(options({ type: 'container_engine_t' })),
      kubernetesVersion: '1.30',
      violations: [
        {
          path: '/spec/securityContext/seLinuxOptions/type',
          message: 'the pod sets the SELinux type to "container_engine_t"',
        },
      ],
    },
  ],
});
