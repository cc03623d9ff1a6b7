import policy from '../../policies/disallow-host-namespaces.js';
import { container, cronJob, everyClass, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const shares = (name: string, what: string): { path: string; message: string } => ({
  path: `/spec/${name}`,
  message: `the pod shares the ${what} of its node: ${name} is true`,
});

testPolicy(policy, {
  accepts: [
    { name: 'a pod that says nothing, with every class of container', object: pod(everyClass()) },
    { name: 'a pod that says false', object: pod({ hostNetwork: false, hostPID: false, hostIPC: false }) },
    { name: 'null, which is absent', object: pod({ hostNetwork: null }) },
    { name: 'a mis-cased field, which has no effect', object: pod({ hostPid: true }) },
  ],
  rejects: [
    {
      name: 'each namespace of the node',
      object: pod({ hostNetwork: true, hostPID: true, hostIPC: true }),
      violations: [
        shares('hostNetwork', 'network'),
        shares('hostPID', 'processes'),
        shares('hostIPC', 'shared memory'),
      ],
      mended: pod({ hostNetwork: false, hostPID: false, hostIPC: false }),
    },
    {
      name: 'a CronJob in the network of the node',
      object: cronJob({ hostNetwork: true }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/hostNetwork',
          message: 'the pod shares the network of its node: hostNetwork is true',
        },
      ],
      mended: cronJob({ hostNetwork: false }),
    },
    {
      name: 'a word in the place of true',
      object: pod({ hostIPC: 'true' }),
      violations: [
        { path: '/spec/hostIPC', message: 'the pod shares the shared memory of its node: hostIPC is "true"' },
      ],
      mended: pod({ hostIPC: false }),
    },
    {
      name: 'the network that a Windows host process must have, without a fix that the API server would refuse',
      object: pod({
        hostNetwork: true,
        os: { name: 'windows' },
        containers: [container({ securityContext: { windowsOptions: { hostProcess: true } } })],
      }),
      violations: [
        {
          ...shares('hostNetwork', 'network'),
          remedy: 'Take away windowsOptions.hostProcess, then set hostNetwork to false.',
        },
      ],
    },
  ],
});
