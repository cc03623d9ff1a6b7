import policy from '../../policies/require-non-root.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, deployment, job, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const nonRoot = { securityContext: { runAsNonRoot: true } };
const silent = (name: string): string => `container "${name}" may run as root: runAsNonRoot is not set`;
const windows = { os: { name: 'windows' } };
const asUser = (runAsUserName: string): JsonObject => ({ windowsOptions: { runAsUserName } });
const asAdministrator = (who: string, name = 'ContainerAdministrator'): string =>
  `${who} asks for the user "${name}", the root of Windows`;
const onWindows = 'Set securityContext.windowsOptions.runAsUserName to ContainerUser, and runAsNonRoot to true.';
const toChange = 'Set windowsOptions.runAsUserName to ContainerUser: the kubelet refuses this one beside runAsNonRoot.';
const wrong = (who: string, value: string): string => `${who} sets runAsNonRoot to ${value}, not to true`;

testPolicy(policy, {
  accepts: [
    { name: 'a pod that says it for all', object: pod(nonRoot) },
    { name: 'containers that each say it', object: deployment({ containers: [container(nonRoot)] }) },
    { name: 'a user that is not root', object: pod({ securityContext: { runAsNonRoot: true, runAsUser: 1000 } }) },
    {
      name: 'root in a user namespace of its own',
      object: pod({ hostUsers: false, securityContext: { runAsUser: 0 } }),
    },
    { name: 'Windows pods that say it', object: pod({ os: { name: 'windows' }, ...nonRoot }) },
    {
      name: 'Windows users of few rights, and a name that only begins like that of the root of Windows',
      object: pod({
        ...windows,
        securityContext: { runAsNonRoot: true, ...asUser('ContainerUser') },
        containers: [container({ securityContext: asUser('ContainerAdministrators') })],
      }),
    },
    {
      name: 'init containers, sidecars and ephemeral containers under a pod that says it',
      object: pod({
        ...nonRoot,
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug', securityContext: null })],
      }),
    },
  ],
  rejects: [
    {
      name: 'a Service of Knative, which may not say it for all',
      object: { ...deployment(), apiVersion: 'serving.knative.dev/v1', kind: 'Service' },
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/runAsNonRoot',
          message: silent('app'),
          remedy: 'Set securityContext.runAsNonRoot of the container to true, and give the image a numeric USER.',
        },
      ],
      mended: {
        ...deployment({ containers: [container({ securityContext: { runAsNonRoot: true } })] }),
        apiVersion: 'serving.knative.dev/v1',
        kind: 'Service',
      },
    },
    {
      name: 'root in a user namespace of its own before Kubernetes 1.35',
      object: pod({ hostUsers: false, securityContext: { runAsNonRoot: true, runAsUser: 0 } }),
      kubernetesVersion: '1.34',
      violations: [{ path: '/spec/securityContext/runAsUser', message: 'the pod runs as root: runAsUser is 0' }],
      mended: pod({ hostUsers: false, ...nonRoot }),
    },
    {
      name: 'a pod that says nothing, and lets the pod say it for all its containers',
      object: pod({
        containers: [container(nonRoot), container({ name: 'b' })],
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug', securityContext: { runAsNonRoot: null } })],
      }),
      violations: [
        {
          path: '/spec/containers/1/securityContext/runAsNonRoot',
          message: silent('b'),
          fix: [{ op: 'set', path: '/spec/securityContext/runAsNonRoot', value: true }],
        },
        { path: '/spec/initContainers/0/securityContext/runAsNonRoot', message: silent('init') },
        { path: '/spec/initContainers/1/securityContext/runAsNonRoot', message: silent('proxy') },
        { path: '/spec/ephemeralContainers/0/securityContext/runAsNonRoot', message: silent('debug') },
      ],
      mended: pod({
        ...nonRoot,
        containers: [container(nonRoot), container({ name: 'b' })],
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug', securityContext: { runAsNonRoot: null } })],
      }),
    },
    {
      name: 'users that are not root, of the pod and of a container, where nothing holds them to it',
      object: pod({
        securityContext: { runAsUser: 1001 },
        containers: [
          container(),
          container({ name: 'b', securityContext: { runAsUser: 65_532 } }),
          container({ name: 'c', securityContext: { runAsUser: 0 } }),
        ],
      }),
      violations: [
        {
          path: '/spec/containers/0/securityContext/runAsNonRoot',
          message: 'container "app": runAsNonRoot is not set, though runAsUser is 1001',
          remedy:
            'Set securityContext.runAsNonRoot to true for the pod, so that nobody makes it run as root unnoticed.',
        },
        {
          path: '/spec/containers/1/securityContext/runAsNonRoot',
          message: 'container "b": runAsNonRoot is not set, though runAsUser is 65532',
        },
        { path: '/spec/containers/2/securityContext/runAsUser', message: 'container "c" runs as root: runAsUser is 0' },
        { path: '/spec/containers/2/securityContext/runAsNonRoot', message: silent('c') },
      ],
      mended: pod({
        securityContext: { runAsNonRoot: true, runAsUser: 1001 },
        containers: [
          container(),
          container({ name: 'b', securityContext: { runAsUser: 65_532 } }),
          container({ name: 'c', securityContext: {} }),
        ],
      }),
    },
    {
      name: 'a container that contradicts, beside which the others speak for themselves',
      object: deployment({
        containers: [container({ securityContext: { runAsNonRoot: false } }), container({ name: 'b' })],
      }),
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/runAsNonRoot',
          message: wrong('container "app"', 'false'),
        },
        { path: '/spec/template/spec/containers/1/securityContext/runAsNonRoot', message: silent('b') },
      ],
      mended: deployment({ containers: [container(nonRoot), container({ name: 'b', ...nonRoot })] }),
    },
    {
      name: 'a wrong pod although every container overrides it',
      object: job({ securityContext: { runAsNonRoot: false }, containers: [container(nonRoot)] }),
      violations: [{ path: '/spec/template/spec/securityContext/runAsNonRoot', message: wrong('the pod', 'false') }],
      mended: job({ ...nonRoot, containers: [container(nonRoot)] }),
    },
    {
      name: 'a word in the place of true, once for the pod and not again for its containers',
      object: pod({ securityContext: { runAsNonRoot: 'true' } }),
      violations: [{ path: '/spec/securityContext/runAsNonRoot', message: wrong('the pod', '"true"') }],
      mended: pod(nonRoot),
    },
    {
      name: 'user 0 of the pod and of a container, although another setting forbids root',
      object: pod({
        securityContext: { runAsNonRoot: true, runAsUser: 0 },
        containers: [container({ securityContext: { runAsUser: 0 } })],
      }),
      violations: [
        {
          path: '/spec/securityContext/runAsUser',
          message: 'the pod runs as root: runAsUser is 0',
          fix: [{ op: 'remove', path: '/spec/securityContext/runAsUser' }],
        },
        {
          path: '/spec/containers/0/securityContext/runAsUser',
          message: 'container "app" runs as root: runAsUser is 0',
        },
      ],
      mended: pod({ ...nonRoot, containers: [container({ securityContext: {} })] }),
    },
    {
      name: 'hostUsers: true, which is no user namespace',
      object: pod({ hostUsers: true, os: { name: 'windows' } }),
      violations: [
        { path: '/spec/containers/0/securityContext/runAsNonRoot', message: silent('app'), remedy: onWindows },
      ],
      mended: pod({ hostUsers: true, os: { name: 'windows' }, ...nonRoot }),
    },
    {
      name: 'the root of Windows beside runAsNonRoot with a warning, which is all that the standard leaves room for',
      object: pod({
        ...windows,
        securityContext: { runAsNonRoot: true, ...asUser('containeradministrator') },
        containers: [container({ securityContext: asUser('ContainerAdministrator') })],
      }),
      violations: [
        {
          path: '/spec/securityContext/windowsOptions/runAsUserName',
          message: asAdministrator('the pod', 'containeradministrator'),
          remedy: toChange,
          atMost: 'warn',
        },
        {
          path: '/spec/containers/0/securityContext/windowsOptions/runAsUserName',
          message: asAdministrator('container "app"'),
          remedy: toChange,
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'a silent container that asks for the root of Windows without a fix, and others that speak for themselves',
      object: deployment({
        nodeSelector: { 'kubernetes.io/os': 'windows' },
        containers: [container({ securityContext: asUser('ContainerAdministrator') }), container({ name: 'b' })],
      }),
      violations: [
        {
          path: '/spec/template/spec/containers/0/securityContext/windowsOptions/runAsUserName',
          message: asAdministrator('container "app"'),
        },
        {
          path: '/spec/template/spec/containers/0/securityContext/runAsNonRoot',
          message: silent('app'),
          remedy: onWindows,
        },
        {
          path: '/spec/template/spec/containers/1/securityContext/runAsNonRoot',
          message: silent('b'),
          remedy: onWindows,
          fix: [{ op: 'set', path: '/spec/template/spec/containers/1/securityContext/runAsNonRoot', value: true }],
        },
      ],
      mended: deployment({
        nodeSelector: { 'kubernetes.io/os': 'windows' },
        containers: [
          container({ securityContext: asUser('ContainerAdministrator') }),
          container({ name: 'b', ...nonRoot }),
        ],
      }),
    },
    {
      name: 'the root of Windows that a container has from its pod, whatever the case, without a fix for either',
      object: pod({
        securityContext: { runAsNonRoot: false, ...asUser('CONTAINERADMINISTRATOR') },
        containers: [
          container({ securityContext: { runAsNonRoot: false } }),
          container({ name: 'b', securityContext: { runAsNonRoot: false, ...asUser('ContainerUser') } }),
        ],
      }),
      violations: [
        {
          path: '/spec/securityContext/windowsOptions/runAsUserName',
          message: asAdministrator('the pod', 'CONTAINERADMINISTRATOR'),
        },
        { path: '/spec/securityContext/runAsNonRoot', message: wrong('the pod', 'false'), remedy: onWindows },
        {
          path: '/spec/containers/0/securityContext/runAsNonRoot',
          message: wrong('container "app"', 'false'),
          remedy: onWindows,
        },
        {
          path: '/spec/containers/1/securityContext/runAsNonRoot',
          message: wrong('container "b"', 'false'),
          remedy: onWindows,
        },
      ],
      mended: pod({
        securityContext: { runAsNonRoot: false, ...asUser('CONTAINERADMINISTRATOR') },
        containers: [
          container({ securityContext: { runAsNonRoot: false } }),
          container({ name: 'b', securityContext: { runAsNonRoot: true, ...asUser('ContainerUser') } }),
        ],
      }),
    },
    {
      name: 'a user number on Windows, which has none',
      object: pod({ ...windows, securityContext: { runAsUser: 1001 } }),
      violations: [
        {
          path: '/spec/containers/0/securityContext/runAsNonRoot',
          message: silent('app'),
          remedy: onWindows,
        },
      ],
      mended: pod({ ...windows, securityContext: { runAsUser: 1001, runAsNonRoot: true } }),
    },
    {
      name: 'user 0 on Windows',
      object: pod({ ...windows, securityContext: { runAsNonRoot: true, runAsUser: 0 } }),
      violations: [
        {
          path: '/spec/securityContext/runAsUser',
          message: 'the pod runs as root: runAsUser is 0',
          remedy: 'Take runAsUser away: on Windows, windowsOptions.runAsUserName names the user.',
        },
      ],
      mended: pod({ ...windows, ...nonRoot }),
    },
  ],
});
