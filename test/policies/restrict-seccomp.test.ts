import policy from '../../policies/restrict-seccomp.js';
import { deployment, everyClass, everyPlace, job, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const profile = (type?: string) => ({ securityContext: { seccompProfile: type === undefined ? {} : { type } } });
const POD = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/app';
const annotated = (value: string) => ({
  annotations: { [POD]: value, [CONTAINER]: value, [`${CONTAINER}-gone`]: 'x' },
});

testPolicy(policy, {
  accepts: [
    { name: 'pods that say nothing, which another policy judges', object: pod(everyClass()) },
    {
      name: 'RuntimeDefault and Localhost, for the pod and for every class of container',
      object: deployment({ ...profile('Localhost'), ...everyClass(profile('RuntimeDefault')) }),
    },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' }, ...profile('Unconfined') }) },
    { name: 'annotations, which mean nothing since Kubernetes 1.19', object: pod({}, annotated('unconfined')) },
    ...['runtime/default', 'docker/default', 'localhost/web'].map((value) => ({
      name: `the annotation ${value} before that`,
      object: pod({}, annotated(value)),
      kubernetesVersion: '1.18',
    })),
    {
      name: 'the field before Kubernetes 1.19, which did not have it',
      object: pod(profile('Unconfined')),
      kubernetesVersion: '1.18',
    },
  ],
  rejects: [
    {
      name: 'every class of container without a filter',
      object: deployment(everyClass(profile('Unconfined'))),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/seccompProfile/type`,
        message: `container "${name}" sets the seccomp profile to "Unconfined", not to RuntimeDefault`,
      })),
    },
    {
      name: 'a pod that every container overrides, and a profile without a type',
      object: job({ ...profile(), ...everyClass(profile('RuntimeDefault')) }),
      violations: [
        {
          path: '/spec/template/spec/securityContext/seccompProfile/type',
          message: 'the pod sets the seccomp profile to "nothing", not to RuntimeDefault',
        },
      ],
    },
    {
      name: 'annotations before Kubernetes 1.19, also on Windows',
      object: pod({ os: { name: 'windows' } }, annotated('unconfined')),
      kubernetesVersion: '1.18',
      violations: [
        {
          path: '/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod',
          message: `the annotation "${POD}" sets the seccomp profile to "unconfined"`,
        },
        {
          path: '/metadata/annotations/container.seccomp.security.alpha.kubernetes.io~1app',
          message: `the annotation "${CONTAINER}" sets the seccomp profile to "unconfined"`,
        },
      ],
    },
  ],
});
