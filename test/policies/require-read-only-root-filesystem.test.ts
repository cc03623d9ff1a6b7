import policy from '../../policies/require-read-only-root-filesystem.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const readOnly = (value: boolean) => ({ securityContext: { readOnlyRootFilesystem: value } });

testPolicy(policy, {
  accepts: [
    { name: 'every class of container that says true', object: deployment(everyClass(readOnly(true))) },
    { name: 'Windows pods, which may not have the field', object: pod({ os: { name: 'windows' } }) },
  ],
  rejects: [
    {
      name: 'every class of container that says nothing',
      object: deployment(everyClass()),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/readOnlyRootFilesystem`,
        message: `container "${name}" may write to its root filesystem`,
      })),
      mended: deployment(everyClass(readOnly(true))),
    },
    {
      name: 'false, and the word in the security context of the pod, where it has no effect',
      object: pod({ ...readOnly(true), containers: [container(readOnly(false))] }),
      violations: [
        {
          path: '/spec/containers/0/securityContext/readOnlyRootFilesystem',
          message: 'container "app" may write to its root filesystem',
        },
      ],
      mended: pod({ ...readOnly(true), containers: [container(readOnly(true))] }),
    },
  ],
});
