import policy from '../../policies/require-priority-class.js';
import { container, cronJob, daemonSet, deployment, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const path = '/spec/template/spec/priorityClassName';

testPolicy(policy, {
  accepts: [
    {
      name: 'a class, whatever the containers',
      object: pod({
        priorityClassName: 'business',
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug' })],
      }),
    },
    {
      name: 'a class that the settings allow',
      object: deployment({ priorityClassName: 'shop' }),
      settings: { allow: ['shop', 'batch'] },
    },
  ],
  rejects: [
    {
      name: 'no class',
      object: deployment(),
      violations: [{ path, message: 'the pod has no priority class' }],
    },
    {
      name: 'an empty class in the jobs of a CronJob',
      object: cronJob({ priorityClassName: '' }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/priorityClassName',
          message: 'the pod has no priority class',
        },
      ],
    },
    {
      name: 'a number instead of a class',
      object: pod({ priority: 1000, priorityClassName: null }),
      violations: [{ path: '/spec/priorityClassName', message: 'the pod has no priority class' }],
    },
    {
      name: 'a class that the settings do not name',
      object: daemonSet({ priorityClassName: 'system-node-critical' }),
      settings: { allow: ['shop'] },
      violations: [{ path, message: 'the priority class "system-node-critical" is none of those that are allowed' }],
    },
    {
      name: 'what is no name',
      object: deployment({ priorityClassName: 5 }),
      violations: [{ path, message: 'the priority class 5 is none of those that are allowed' }],
    },
  ],
});
