import policy from '../../policies/disallow-host-process.js';
import { deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const os = { os: { name: 'windows' } };
const hostProcess = (value: boolean | null) => ({ securityContext: { windowsOptions: { hostProcess: value } } });

testPolicy(policy, {
  accepts: [
    { name: 'pods that say nothing', object: deployment(everyClass()) },
    { name: 'false and null', object: pod({ ...os, ...hostProcess(false), ...everyClass(hostProcess(null)) }) },
  ],
  rejects: [
    {
      name: 'every class of container that is a host process',
      object: deployment({ ...os, ...everyClass(hostProcess(true)) }),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/windowsOptions/hostProcess`,
        message: `container "${name}" sets hostProcess to true`,
      })),
    },
    {
      name: 'a pod that every container overrides, and that does not say that it is for Windows',
      object: pod({ ...hostProcess(true), ...everyClass(hostProcess(false)) }),
      violations: [
        { path: '/spec/securityContext/windowsOptions/hostProcess', message: 'the pod sets hostProcess to true' },
      ],
    },
  ],
});
