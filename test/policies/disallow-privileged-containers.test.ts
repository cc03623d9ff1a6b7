import policy from '../../policies/disallow-privileged-containers.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const privileged = { securityContext: { privileged: true } };
const sharing = { volumeMounts: [null, { name: 'kubelet', mountPropagation: 'Bidirectional' }] };
const harmless = { securityContext: { privileged: false } };

testPolicy(policy, {
  accepts: [
    { name: 'containers that say nothing', object: deployment() },
    { name: 'every class of container that says false', object: pod(everyClass(harmless)) },
    {
      name: 'null, which is absent',
      object: pod({ containers: [container({ securityContext: { privileged: null } })] }),
    },
    {
      name: 'the word where it has no effect, in the security context of the pod',
      object: pod({ securityContext: { privileged: true } }),
    },
  ],
  rejects: [
    {
      name: 'every class of container that is privileged',
      object: deployment(everyClass(privileged)),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/privileged`,
        message: `container "${name}" sets privileged to true`,
      })),
      mended: deployment(everyClass(harmless)),
    },
    {
      name: 'a word in the place of true',
      object: pod({ containers: [container({ securityContext: { privileged: 'yes' } })] }),
      violations: [
        {
          path: '/spec/containers/0/securityContext/privileged',
          message: 'container "app" sets privileged to "yes"',
        },
      ],
      mended: pod({ containers: [container(harmless)] }),
    },
    {
      name: 'a Windows pod, and takes away the field that it may not have',
      object: pod({ os: { name: 'windows' }, containers: [container(privileged)] }),
      violations: [
        { path: '/spec/containers/0/securityContext/privileged', message: 'container "app" sets privileged to true' },
      ],
      mended: pod({ os: { name: 'windows' }, containers: [container({ securityContext: {} })] }),
    },
    ...[{ os: { name: 'windows' } }, { os: { name: 'linux' } }].map((spec) => ({
      name: `a mount that only a privileged container may have, on ${spec.os.name}, and leaves it to its owner`,
      object: pod({ ...spec, containers: [container({ ...privileged, ...sharing }), container(privileged)] }),
      violations: [
        {
          path: '/spec/containers/0/securityContext/privileged',
          message: 'container "app" sets privileged to true, as a Bidirectional mount demands',
          remedy:
            'Give no volumeMount the mountPropagation Bidirectional, then set securityContext.privileged to false.',
        },
        { path: '/spec/containers/1/securityContext/privileged', message: 'container "app" sets privileged to true' },
      ],
      mended: pod({
        ...spec,
        containers: [
          container({ ...privileged, ...sharing }),
          container(spec.os.name === 'windows' ? { securityContext: {} } : harmless),
        ],
      }),
    })),
  ],
});
