import policy from '../../policies/disallow-host-path.js';
import { daemonSet, everyClass, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

testPolicy(policy, {
  accepts: [
    { name: 'a pod without volumes, with every class of container', object: pod(everyClass()) },
    {
      name: 'volumes of other types',
      object: pod({
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'x', hostPath: null, emptyDir: {} },
        ],
      }),
    },
    {
      name: 'a mis-cased field, which has no effect',
      object: pod({ volumes: [{ name: 'x', hostpath: { path: '/' } }] }),
    },
  ],
  rejects: [
    {
      name: 'a path of the node, and names it, so that another path is another violation',
      object: daemonSet({
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'logs', hostPath: { path: '/var/log', type: 'Directory' } },
        ],
      }),
      violations: [
        {
          path: '/spec/template/spec/volumes/1/hostPath',
          message: 'volume "logs" mounts the path "/var/log" of the node',
          subject: '/var/log',
        },
      ],
    },
    {
      name: 'a volume without a name or a path',
      object: pod({ volumes: [{ hostPath: {} }] }),
      violations: [{ path: '/spec/volumes/0/hostPath', message: 'volume "#0" mounts the path "" of the node' }],
    },
  ],
});
