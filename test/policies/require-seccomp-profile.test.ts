import policy from '../../policies/require-seccomp-profile.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const profile = (type: string) => ({ securityContext: { seccompProfile: { type } } });
const good = profile('RuntimeDefault');
const wrong = (who: string, value: string): string =>
  `${who} has the seccomp profile ${value}, not RuntimeDefault or Localhost`;

const POD = 'seccomp.security.alpha.kubernetes.io/pod';
const OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
/** A Deployment whose template's metadata has these annotations. */
const annotated = (annotations: JsonObject, spec: JsonObject = {}): JsonObject =>
  deployment({}, { template: { metadata: { labels: { app: 'web' }, annotations }, spec: { ...podSpec, ...spec } } });
const podSpec = { containers: [container()] };
const takeAway = (annotation: string): string =>
  `Take the annotation ${annotation} away, beside which the API server refuses the field; then set seccompProfile.type to RuntimeDefault.`;

testPolicy(policy, {
  accepts: [
    { name: 'a pod that says it for all', object: deployment({ ...good, ...everyClass() }) },
    { name: 'every class of container that says it', object: pod(everyClass(profile('Localhost'))) },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' } }) },
    { name: 'anything before Kubernetes 1.19', object: pod(), kubernetesVersion: '1.18' },
    { name: 'a pod without containers', object: pod({ containers: [] }) },
  ],
  rejects: [
    {
      name: 'a Service of Knative, which may not say it for all',
      object: { ...deployment(), apiVersion: 'serving.knative.dev/v1', kind: 'Service' },
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/seccompProfile',
          message: 'container "app" runs without a seccomp profile',
          remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
        },
      ],
      mended: {
        ...deployment({ containers: [container({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } })] }),
        apiVersion: 'serving.knative.dev/v1',
        kind: 'Service',
      },
    },
    {
      name: 'every class of container that says nothing, and lets the pod say it for all',
      object: deployment(everyClass()),
      kubernetesVersion: '1.19',
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/seccompProfile`,
        message: `container "${name}" runs without a seccomp profile`,
      })),
      mended: deployment({ ...everyClass(), ...good }),
    },
    {
      name: 'one silent container beside one with a profile of its own, which it keeps',
      object: pod({ containers: [container(profile('Localhost')), container({ name: 'b' })] }),
      violations: [
        {
          path: '/spec/containers/1/securityContext/seccompProfile',
          message: 'container "b" runs without a seccomp profile',
          fix: [{ op: 'set', path: '/spec/securityContext/seccompProfile', value: { type: 'RuntimeDefault' } }],
        },
      ],
      mended: pod({ containers: [container(profile('Localhost')), container({ name: 'b' })], ...good }),
    },
    {
      name: 'a wrong pod although every container overrides it',
      object: pod({ ...profile('Unconfined'), ...everyClass(good) }),
      violations: [{ path: '/spec/securityContext/seccompProfile', message: wrong('the pod', '"Unconfined"') }],
      mended: pod({ ...good, ...everyClass(good) }),
    },
    {
      name: 'a wrong pod once, and not again for its silent containers',
      object: pod({ securityContext: { seccompProfile: {} } }),
      violations: [{ path: '/spec/securityContext/seccompProfile', message: wrong('the pod', '"nothing"') }],
      mended: pod(good),
    },
    {
      name: 'every class of container with a wrong one under a good pod',
      object: pod({ ...good, ...everyClass(profile('Unconfined')) }),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec${place}/securityContext/seccompProfile`,
        message: wrong(`container "${name}"`, '"Unconfined"'),
        remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
      })),
      mended: pod({ ...good, ...everyClass(good) }),
    },
    ...['unconfined', 'localhost/web'].map((value) => ({
      name: `a pod whose older annotation says ${value}, which is to be taken away first`,
      object: pod({}, { annotations: { [POD]: value } }),
      violations: [
        {
          path: '/spec/containers/0/securityContext/seccompProfile' as const,
          message: 'container "app" runs without a seccomp profile',
          remedy: takeAway(POD),
        },
      ],
    })),
    {
      name: 'a template whose older annotation and field agree to have no filter',
      object: annotated({ [POD]: 'unconfined' }, profile('Unconfined')),
      violations: [
        {
          path: '/spec/template/spec/securityContext/seccompProfile',
          message: wrong('the pod', '"Unconfined"'),
          remedy: takeAway(POD),
        },
      ],
    },
    ...['runtime/default', 'docker/default'].map((value) => ({
      name: `a template whose older annotation says ${value}, which the field may stand beside`,
      object: annotated({ [POD]: value }),
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/seccompProfile' as const,
          message: 'container "app" runs without a seccomp profile',
        },
      ],
      mended: annotated({ [POD]: value }, good),
    })),
    {
      name: 'wrong containers, and mends those without an older annotation of their own that says otherwise',
      object: annotated(
        { [`${OF_CONTAINER}app`]: 'unconfined', [`${OF_CONTAINER}proxy`]: 'runtime/default', [POD]: 'unconfined' },
        { ...good, ...everyClass(profile('Unconfined')) },
      ),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/seccompProfile`,
        message: wrong(`container "${name}"`, '"Unconfined"'),
        ...(name === 'app' && { remedy: takeAway(`${OF_CONTAINER}NAME`) }),
      })),
      mended: annotated(
        { [`${OF_CONTAINER}app`]: 'unconfined', [`${OF_CONTAINER}proxy`]: 'runtime/default', [POD]: 'unconfined' },
        { ...good, ...everyClass(good), containers: [container(profile('Unconfined'))] },
      ),
    },
    {
      name: 'a silent container with an older annotation, which the field of the pod may stand beside',
      object: annotated({ [`${OF_CONTAINER}app`]: 'unconfined', [`${POD}x`]: 'unconfined' }),
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/seccompProfile',
          message: 'container "app" runs without a seccomp profile',
        },
      ],
      mended: annotated({ [`${OF_CONTAINER}app`]: 'unconfined', [`${POD}x`]: 'unconfined' }, good),
    },
  ],
});
