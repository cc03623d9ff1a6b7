import policy from '../../policies/require-resources.js';
import { container, deployment, job, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const requests = { cpu: '100m', memory: '128Mi' };
const whole = { resources: { requests, limits: { memory: '256Mi' } } };
const at = (list: string, name: string): string => `/spec/containers/0/resources/${list}/${name}`;
const lacks = (what: string, name = 'app'): string => `container "${name}" has no ${what}`;

const nothing = [
  { path: at('requests', 'cpu'), message: lacks('cpu request') },
  { path: at('requests', 'memory'), message: lacks('memory request') },
  { path: at('limits', 'memory'), message: lacks('memory limit') },
];

testPolicy(policy, {
  accepts: [
    { name: 'requests and a memory limit', object: pod({ containers: [container(whole)] }) },
    {
      name: 'a limit without a request, which the API server copies',
      object: deployment({ containers: [container({ resources: { limits: { cpu: '1', memory: '1Gi' } } })] }),
    },
    {
      name: 'resources of the whole pod',
      object: pod({ resources: { requests: { cpu: 1 }, limits: { memory: '1Gi' } }, initContainers: [container()] }),
    },
    {
      name: 'a pod whose pod-level and own resources together say everything',
      object: pod({
        resources: { limits: { memory: '1Gi' } },
        containers: [container({ resources: { requests: { cpu: '1' } } })],
      }),
    },
    {
      name: 'an amount that is no quantity, which is the affair of require-sound-resources',
      object: pod({ containers: [container({ resources: { requests: { cpu: 'x' }, limits: { memory: '1 Mi' } } })] }),
    },
    {
      name: 'ephemeral containers, which may not have resources',
      object: pod({ containers: [container(whole)], ephemeralContainers: [container({ name: 'debug' })] }),
    },
    {
      name: 'init containers, when the settings leave them out',
      object: pod({ containers: [container(whole)], initContainers: [container({ name: 'init' })] }),
      settings: { initContainers: false },
    },
    { name: 'anything, when the settings ask for nothing', object: pod(), settings: { requests: [], limits: [] } },
  ],
  rejects: [
    {
      name: 'a container that says nothing',
      object: pod(),
      violations: nothing,
      mended: pod({ containers: [container(whole)] }),
    },
    {
      name: 'the proxy of Knative, which is given resources by annotations',
      object: pod(
        { containers: [container(whole), container({ name: 'queue-proxy' })] },
        {
          labels: { 'serving.knative.dev/revision': 'web-1' },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1-deployment-7' }],
        },
      ),
      violations: [
        ['requests', 'cpu', 'request'],
        ['requests', 'memory', 'request'],
        ['limits', 'memory', 'limit'],
      ].map(([list, name, one]) => ({
        path: `/spec/containers/1/resources/${list}/${name}`,
        message: lacks(`${name} ${one}`, 'queue-proxy'),
        remedy: `Set the annotation queue.sidecar.serving.knative.dev/${name}-resource-${one} in the template of the Knative Service.`,
      })),
      mended: pod(
        { containers: [container(whole), container({ name: 'queue-proxy', ...whole })] },
        {
          labels: { 'serving.knative.dev/revision': 'web-1' },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1-deployment-7' }],
        },
      ),
    },
    {
      name: 'null in the place of resources, lists and amounts',
      object: pod({
        containers: [
          container({ resources: null }),
          container({ resources: { requests: { cpu: null, memory: '64Mi' }, limits: null } }),
        ],
      }),
      violations: [
        ...nothing,
        { path: '/spec/containers/1/resources/requests/cpu', message: lacks('cpu request') },
        { path: '/spec/containers/1/resources/limits/memory', message: lacks('memory limit') },
      ],
      mended: pod({
        containers: [
          container(whole),
          container({ resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } } }),
        ],
      }),
    },
    {
      name: 'a missing limit, and adds one that is at least the request',
      object: pod({ containers: [container({ resources: { requests: { cpu: '1', memory: '2Gi' } } })] }),
      violations: [{ path: at('limits', 'memory'), message: lacks('memory limit') }],
      mended: pod({
        containers: [container({ resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '2Gi' } } })],
      }),
    },
    {
      name: 'a missing limit beside a request that is no quantity',
      object: pod({ containers: [container({ resources: { requests: { cpu: '1', memory: '2 GB' } } })] }),
      violations: [{ path: at('limits', 'memory'), message: lacks('memory limit') }],
      mended: pod({
        containers: [container({ resources: { requests: { cpu: '1', memory: '2 GB' }, limits: { memory: '256Mi' } } })],
      }),
    },
    {
      name: 'a missing limit, and adds at least the request that it adds too',
      object: pod(),
      settings: { requests: ['memory'], defaults: { requests: { memory: '1Gi' } } },
      violations: [
        { path: at('requests', 'memory'), message: lacks('memory request') },
        { path: at('limits', 'memory'), message: lacks('memory limit') },
      ],
      mended: pod({
        containers: [container({ resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } } })],
      }),
    },
    {
      name: 'a missing CPU limit where the profile demands one',
      object: job({ containers: [container(whole)] }),
      settings: { limits: ['cpu', 'memory'] },
      violations: [{ path: '/spec/template/spec/containers/0/resources/limits/cpu', message: lacks('cpu limit') }],
      mended: job({ containers: [container({ resources: { requests, limits: { memory: '256Mi', cpu: '500m' } } })] }),
    },
    {
      name: 'init containers and sidecars, on Windows too',
      object: pod({
        os: { name: 'windows' },
        containers: [container(whole)],
        initContainers: [
          container({ name: 'init', resources: { requests } }),
          container({ name: 'proxy', restartPolicy: 'Always', resources: { requests } }),
        ],
      }),
      violations: [
        { path: '/spec/initContainers/0/resources/limits/memory', message: lacks('memory limit', 'init') },
        { path: '/spec/initContainers/1/resources/limits/memory', message: lacks('memory limit', 'proxy') },
      ],
      mended: pod({
        os: { name: 'windows' },
        containers: [container(whole)],
        initContainers: [
          container({ name: 'init', ...whole }),
          container({ name: 'proxy', restartPolicy: 'Always', ...whole }),
        ],
      }),
    },
    {
      name: 'resources and lists of a wrong type, without a fix',
      object: pod({
        containers: [
          container({ resources: 'x' }),
          container({ name: 'b', resources: { requests: { cpu: '1', memory: '1Gi' }, limits: ['memory'] } }),
        ],
      }),
      violations: [
        ...nothing,
        { path: '/spec/containers/1/resources/limits/memory', message: lacks('memory limit', 'b') },
      ],
    },
    {
      name: 'a missing limit beside a request of the whole pod, without a fix that could break the sum',
      object: pod({
        resources: { requests: { memory: '1Gi' } },
        containers: [container({ resources: { requests } })],
      }),
      violations: [{ path: at('limits', 'memory'), message: lacks('memory limit') }],
    },
    {
      name: 'a missing limit beside a request with a fraction, which is a rounding',
      object: pod({ containers: [container({ resources: { requests: { cpu: '1', memory: '0.3Gi' } } })] }),
      violations: [{ path: at('limits', 'memory'), message: lacks('memory limit') }],
      mended: pod({
        containers: [
          container({ resources: { requests: { cpu: '1', memory: '0.3Gi' }, limits: { memory: '0.3Gi' } } }),
        ],
      }),
    },
    {
      name: 'a missing limit beside a part of a byte, which is a typing error and no amount to go by',
      object: pod({ containers: [container({ resources: { requests: { cpu: '1', memory: '256m' } } })] }),
      violations: [{ path: at('limits', 'memory'), message: lacks('memory limit') }],
    },
    {
      name: 'resources of the whole pod that the API server drops',
      object: pod({ resources: { requests: { cpu: 1 }, limits: { memory: '1Gi' } }, containers: [container()] }),
      kubernetesVersion: '1.33',
      violations: nothing,
      mended: pod({
        resources: { requests: { cpu: 1 }, limits: { memory: '1Gi' } },
        containers: [
          container({ resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } }),
        ],
      }),
    },
    {
      name: 'resources of a whole pod for Windows, which the API server refuses',
      object: pod({
        os: { name: 'windows' },
        resources: { limits: { cpu: 1, memory: '1Gi' } },
        containers: [container()],
      }),
      violations: nothing,
      mended: pod({
        os: { name: 'windows' },
        resources: { limits: { cpu: 1, memory: '1Gi' } },
        containers: [
          container({ resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } }),
        ],
      }),
    },
    {
      name: 'missing scratch space, with a fix only where the settings say how much',
      object: pod({ containers: [container(whole)] }),
      settings: {
        requests: ['ephemeral-storage'],
        limits: ['ephemeral-storage'],
        defaults: { requests: { 'ephemeral-storage': '1Gi' } },
      },
      violations: [
        { path: at('requests', 'ephemeral-storage'), message: lacks('ephemeral-storage request') },
        { path: at('limits', 'ephemeral-storage'), message: lacks('ephemeral-storage limit') },
      ],
      mended: pod({
        containers: [
          container({
            resources: { requests: { ...requests, 'ephemeral-storage': '1Gi' }, limits: { memory: '256Mi' } },
          }),
        ],
      }),
    },
  ],
});
