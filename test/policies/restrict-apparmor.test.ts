import policy from '../../policies/restrict-apparmor.js';
import { cronJob, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const profile = (type?: string) => ({ securityContext: { appArmorProfile: type === undefined ? {} : { type } } });
const key = (name: string): string => `container.apparmor.security.beta.kubernetes.io/${name}`;
const annotated = (value: string | null) => ({ annotations: { [key('app')]: value, 'example.com/x': 'unconfined' } });

testPolicy(policy, {
  accepts: [
    { name: 'pods that say nothing', object: pod(everyClass()) },
    {
      name: 'RuntimeDefault and Localhost, for the pod and for every class of container',
      object: deployment({ ...profile('Localhost'), ...everyClass(profile('RuntimeDefault')) }),
    },
    ...['runtime/default', 'localhost/web', '', null].map((value) => ({
      name: `the annotation ${JSON.stringify(value)}`,
      object: pod({}, annotated(value)),
    })),
    { name: 'the field on Windows pods', object: pod({ os: { name: 'windows' }, ...profile('Unconfined') }) },
    {
      name: 'the annotation on the Deployment, which does not reach its pods',
      object: { ...deployment(), metadata: { name: 'web', ...annotated('unconfined') } },
    },
  ],
  rejects: [
    {
      name: 'every class of container without confinement',
      object: deployment(everyClass(profile('Unconfined'))),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/appArmorProfile/type`,
        message: `container "${name}" sets the AppArmor profile to "Unconfined", not to RuntimeDefault`,
      })),
    },
    {
      name: 'a pod that every container overrides',
      object: cronJob({ ...profile(), ...everyClass(profile('RuntimeDefault')) }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/securityContext/appArmorProfile/type',
          message: 'the pod sets the AppArmor profile to "nothing", not to RuntimeDefault',
        },
      ],
    },
    {
      name: 'an annotation, whichever container it names, also on Windows',
      object: pod(
        { os: { name: 'windows' } },
        { annotations: { [key('app')]: 'unconfined', [key('gone')]: 'localhost' } },
      ),
      violations: [
        {
          path: '/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1app',
          message: `the annotation "${key('app')}" sets the AppArmor profile to "unconfined"`,
        },
        {
          path: '/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1gone',
          message: `the annotation "${key('gone')}" sets the AppArmor profile to "localhost"`,
        },
      ],
    },
    {
      name: 'the annotation of a template',
      object: {
        ...deployment(),
        spec: { template: { metadata: annotated('unconfined'), spec: { containers: [] } } },
      },
      violations: [
        {
          path: '/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1app',
          message: `the annotation "${key('app')}" sets the AppArmor profile to "unconfined"`,
        },
      ],
    },
  ],
});
