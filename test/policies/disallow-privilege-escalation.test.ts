import policy from '../../policies/disallow-privilege-escalation.js';
import { container, cronJob, deployment, pod, rollout } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const safe = { securityContext: { allowPrivilegeEscalation: false } };
const at = (list: string, index = 0): string => `/spec/${list}/${index}/securityContext/allowPrivilegeEscalation`;

testPolicy(policy, {
  accepts: [
    { name: 'a container that says false', object: pod({ containers: [container(safe)] }) },
    { name: 'clusters before Kubernetes 1.8, which do not have the field', object: pod(), kubernetesVersion: '1.7' },
    { name: 'Windows pods, which do not have the field', object: pod({ os: { name: 'windows' } }) },
    { name: 'a Deployment whose container says false', object: deployment({ containers: [container(safe)] }) },
    { name: 'a pod without containers', object: pod({ containers: [] }) },
    {
      name: 'every class of container that says false',
      object: pod({
        containers: [container(safe)],
        initContainers: [
          container({ name: 'init', ...safe }),
          container({ name: 'proxy', restartPolicy: 'Always', ...safe }),
        ],
        ephemeralContainers: [container({ name: 'debug', ...safe })],
      }),
    },
  ],
  rejects: [
    {
      name: 'a container that says nothing',
      object: pod(),
      violations: [
        {
          path: at('containers'),
          message: 'container "app" may gain privileges',
          fix: [{ op: 'set', path: at('containers'), value: false }],
        },
      ],
      mended: pod({ containers: [container(safe)] }),
    },
    {
      name: 'true, null and a word, whatever else the security context says',
      object: pod({
        containers: [
          container({ name: 'a', securityContext: { allowPrivilegeEscalation: true, runAsUser: 1000 } }),
          container({ name: 'b', securityContext: { allowPrivilegeEscalation: null } }),
          container({ name: 'c', securityContext: { allowPrivilegeEscalation: 'false' } }),
        ],
      }),
      violations: [
        { path: at('containers', 0), message: 'container "a" may gain privileges' },
        { path: at('containers', 1), message: 'container "b" may gain privileges' },
        { path: at('containers', 2), message: 'container "c" may gain privileges' },
      ],
      mended: pod({
        containers: [
          container({ name: 'a', securityContext: { allowPrivilegeEscalation: false, runAsUser: 1000 } }),
          container({ name: 'b', ...safe }),
          container({ name: 'c', ...safe }),
        ],
      }),
    },
    {
      name: 'init containers, sidecars and ephemeral containers too',
      object: pod({
        containers: [container(safe)],
        initContainers: [
          container({ name: 'init', securityContext: null }),
          container({ name: 'proxy', restartPolicy: 'Always' }),
        ],
        ephemeralContainers: [container({ name: 'debug' })],
      }),
      violations: [
        { path: at('initContainers', 0), message: 'container "init" may gain privileges' },
        { path: at('initContainers', 1), message: 'container "proxy" may gain privileges' },
        { path: at('ephemeralContainers'), message: 'container "debug" may gain privileges' },
      ],
      mended: pod({
        containers: [container(safe)],
        initContainers: [
          container({ name: 'init', ...safe }),
          container({ name: 'proxy', restartPolicy: 'Always', ...safe }),
        ],
        ephemeralContainers: [container({ name: 'debug', ...safe })],
      }),
    },
    {
      name: 'a pod-level field, which does not exist',
      object: cronJob({ securityContext: { allowPrivilegeEscalation: false } }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation',
          message: 'container "app" may gain privileges',
        },
      ],
      mended: cronJob({ securityContext: { allowPrivilegeEscalation: false }, containers: [container(safe)] }),
    },
    {
      name: 'a custom resource with a pod template',
      object: rollout(),
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation',
          message: 'container "app" may gain privileges',
        },
      ],
      mended: rollout({ containers: [container(safe)] }),
    },
    {
      name: 'privileged containers and CAP_SYS_ADMIN, beside which the API server refuses false, without a fix',
      object: pod({
        containers: [
          container({ name: 'a', securityContext: { privileged: true } }),
          container({ name: 'b', securityContext: { capabilities: { add: ['CAP_SYS_ADMIN'] } } }),
          container({ name: 'c', securityContext: { privileged: true, capabilities: { add: ['CAP_SYS_ADMIN'] } } }),
        ],
      }),
      violations: [
        {
          path: at('containers', 0),
          message: 'container "a" may gain privileges, as its other settings demand',
          remedy: 'Take away privileged, then set securityContext.allowPrivilegeEscalation to false.',
        },
        {
          path: at('containers', 1),
          message: 'container "b" may gain privileges, as its other settings demand',
          remedy: 'Take away CAP_SYS_ADMIN, then set securityContext.allowPrivilegeEscalation to false.',
        },
        {
          path: at('containers', 2),
          message: 'container "c" may gain privileges, as its other settings demand',
          remedy: 'Take away privileged and CAP_SYS_ADMIN, then set securityContext.allowPrivilegeEscalation to false.',
        },
      ],
    },
  ],
});
