import policy from '../../policies/require-sound-resources.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { container, cronJob, deployment, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const having = (requests: Json, limits: Json = {}) => ({ resources: { requests, limits } }) satisfies JsonObject;
const at = (list: string, name: string): string => `/spec/containers/0/resources/${list}/${name}`;

testPolicy(policy, {
  accepts: [
    { name: 'no resources at all', object: pod() },
    {
      name: 'requests below and at their limits',
      object: pod({ containers: [container(having({ cpu: '500m', memory: '1Gi' }, { cpu: 1, memory: '1024Mi' }))] }),
    },
    {
      name: 'every way to write a quantity',
      object: deployment({
        containers: [container(having({ cpu: 0.5, memory: '1e3' }, { cpu: '.5', memory: '0.1Gi' }))],
      }),
    },
    {
      name: 'a request without a limit and a limit without a request',
      object: pod({ containers: [container(having({ cpu: '1' }, { memory: '1Gi' }))] }),
    },
    {
      name: 'null amounts, lists and resources',
      object: pod({ containers: [container(having({ cpu: null }, null)), container({ resources: null })] }),
    },
    {
      name: 'devices that are limited, and requested as they are limited, and pages beside memory',
      object: deployment({
        containers: [
          container(having({}, { 'nvidia.com/gpu': 1, 'example.com/Fast_NIC.2': '2k', 'kubernetes.io/own': '0.5' })),
          container({
            name: 'b',
            ...having(
              { 'nvidia.com/gpu': '1', 'hugepages-2Mi': '4Mi' },
              { memory: '1Gi', 'nvidia.com/gpu': '1000m', 'hugepages-2Mi': '4096Ki', 'hugepages-1Gi': '2Gi' },
            ),
          }),
        ],
      }),
    },
    { name: 'none of a device', object: pod({ containers: [container(having({}, { 'nvidia.com/gpu': 0 }))] }) },
    {
      name: 'ephemeral containers, on which the API server allows no resources',
      object: pod({ ephemeralContainers: [container(having({ cpu: 'x' }))] }),
    },
    {
      name: 'a limit that is exactly as far above its request as is allowed',
      object: pod({ containers: [container(having({ cpu: '100m', memory: '1Gi' }, { cpu: '150m', memory: '9Gi' }))] }),
      settings: { maxLimitToRequest: { cpu: 1.5 } },
    },
    {
      name: "containers that request the pod's own amounts to the last byte",
      object: deployment({
        resources: { requests: { cpu: '1' }, limits: { cpu: '2', memory: '96Mi' } },
        containers: [
          container(having({ cpu: '0.6', memory: '32Mi' }, { cpu: '2' })),
          container({ name: 'b', ...having({ cpu: '300m' }, { memory: '32Mi' }) }),
        ],
        initContainers: [
          container({ name: 'first', ...having({ cpu: '1', memory: '96Mi' }) }),
          container({ name: 'proxy', restartPolicy: 'Always', ...having({ cpu: '100m', memory: '32Mi' }) }),
          container({ name: 'second', ...having({ cpu: '900m', memory: '64Mi' }) }),
        ],
      }),
    },
    {
      name: 'resources of the whole pod that the API server does not read yet',
      object: pod({ resources: { limits: { cpu: '1' } }, containers: [container(having({ cpu: '2' }))] }),
      kubernetesVersion: '1.33',
    },
    {
      name: "limits of init containers and sidecars above the pod's, which the kernel takes the lesser of",
      object: pod({
        resources: { limits: { memory: '64Mi' } },
        initContainers: [
          container({ name: 'init', ...having({ memory: '1Mi' }, { memory: '65Mi' }) }),
          container({ name: 'proxy', restartPolicy: 'Always', ...having({ memory: '1Mi' }, { memory: '65Mi' }) }),
        ],
      }),
    },
    {
      name: 'limits that together are above the limit of the pod',
      object: pod({
        resources: { limits: { memory: '64Mi' } },
        containers: [
          container(having({ memory: '1Mi' }, { memory: '64Mi' })),
          container({ name: 'b', ...having({ memory: '1Mi' }, { memory: '64Mi' }) }),
        ],
      }),
    },
  ],
  rejects: [
    {
      name: 'what is no quantity, negative or zero',
      object: pod({
        containers: [
          container(
            having(
              { cpu: '1K', memory: '1 Mi', 'ephemeral-storage': '' },
              { cpu: '-1', memory: '0', 'hugepages-2Mi': 0, 'example.com/fpga': -1, 'a/b': true },
            ),
          ),
        ],
      }),
      violations: [
        { path: at('requests', 'cpu'), message: 'container "app": cpu request "1K" is no quantity' },
        { path: at('requests', 'memory'), message: 'container "app": memory request "1 Mi" is no quantity' },
        {
          path: at('requests', 'ephemeral-storage'),
          message: 'container "app": ephemeral-storage request "" is no quantity',
        },
        { path: at('limits', 'cpu'), message: 'container "app": cpu limit "-1" is negative' },
        { path: at('limits', 'memory'), message: 'container "app": memory limit "0" is zero' },
        { path: at('limits', 'hugepages-2Mi'), message: 'container "app": "hugepages-2Mi" limit 0 is zero' },
        {
          path: at('limits', 'example.com~1fpga'),
          message: 'container "app": "example.com/fpga" limit -1 is negative',
        },
        { path: at('limits', 'a~1b'), message: 'container "app": "a/b" limit true is no quantity' },
      ],
    },
    {
      name: 'requests above their limits, compared exactly',
      object: cronJob({
        containers: [container(having({ cpu: '1001m', memory: '1Gi' }, { cpu: 1, memory: '1073741823' }))],
      }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/resources/requests/cpu',
          message: 'container "app": cpu request "1001m" is above the limit 1',
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/resources/requests/memory',
          message: 'container "app": memory request "1Gi" is above the limit "1073741823"',
        },
      ],
    },
    {
      name: 'init containers, sidecars and the whole pod alike',
      object: pod({
        resources: { requests: { cpu: '2' }, limits: { cpu: '1' } },
        initContainers: [
          container({ name: 'init', ...having({ cpu: 'many' }) }),
          container({ name: 'proxy', restartPolicy: 'Always', ...having({ cpu: '0' }) }),
        ],
      }),
      violations: [
        { path: '/spec/resources/requests/cpu', message: 'the pod: cpu request "2" is above the limit "1"' },
        {
          path: '/spec/initContainers/0/resources/requests/cpu',
          message: 'container "init": cpu request "many" is no quantity',
        },
        {
          path: '/spec/initContainers/1/resources/requests/cpu',
          message: 'container "proxy": cpu request "0" is zero',
        },
      ],
    },
    {
      name: 'a request, and requests that limits stand for, above the limit of the pod',
      object: deployment({
        resources: { requests: { cpu: '50m' }, limits: { cpu: '1', memory: '64Mi', 'hugepages-2Mi': '2Mi' } },
        containers: [
          container(having({}, { cpu: '30m' })),
          container({ name: 'b', ...having({ memory: '100Mi' }, { cpu: '21m', 'hugepages-2Mi': '4Mi' }) }),
        ],
      }),
      violations: [
        {
          path: '/spec/template/spec/containers/1/resources/limits/hugepages-2Mi',
          message: 'container "b": "hugepages-2Mi" limit "4Mi" is above the pod\'s limit "2Mi"',
        },
        {
          path: '/spec/template/spec/resources/requests/cpu',
          message: 'the pod: cpu request "50m" is below what its containers request at once',
        },
        {
          path: '/spec/template/spec/resources/limits/memory',
          message: 'the pod: memory limit "64Mi" is below what its containers request at once',
        },
      ],
    },
    {
      name: 'requests above the pod in the first version that reads its resources',
      object: pod({ resources: { limits: { cpu: '1' } }, containers: [container(having({ cpu: '2' }))] }),
      kubernetesVersion: '1.34',
      violations: [
        {
          path: '/spec/resources/limits/cpu',
          message: 'the pod: cpu limit "1" is below what its containers request at once',
        },
      ],
    },
    {
      name: 'an init container that, with the sidecars before it, requests more than the pod',
      object: pod({
        resources: { requests: { memory: '64Mi' } },
        containers: [container(having({ memory: '1Mi' }))],
        initContainers: [
          container({ name: 'proxy', restartPolicy: 'Always', ...having({ memory: '32Mi' }) }),
          container({ name: 'init', ...having({ memory: '33Mi' }) }),
        ],
      }),
      violations: [
        {
          path: '/spec/resources/requests/memory',
          message: 'the pod: memory request "64Mi" is below what its containers request at once',
        },
      ],
    },
    {
      name: 'amounts of a pod that are wrong by themselves, once',
      object: pod({
        resources: { limits: { cpu: 'x', memory: 0 } },
        containers: [container(having({ cpu: '1', memory: '1Gi' }, { cpu: '1' }))],
      }),
      violations: [
        { path: '/spec/resources/limits/cpu', message: 'the pod: cpu limit "x" is no quantity' },
        { path: '/spec/resources/limits/memory', message: 'the pod: memory limit 0 is zero' },
      ],
    },
    {
      name: 'resources and lists that are no objects',
      object: pod({ containers: [container({ resources: 'x' }), container({ name: 'b', ...having(['cpu'], 5) })] }),
      violations: [
        { path: '/spec/containers/0/resources', message: 'container "app" has resources "x", which is no object' },
        {
          path: '/spec/containers/1/resources/requests',
          message: 'container "b" has requests a list, which is no object',
        },
        { path: '/spec/containers/1/resources/limits', message: 'container "b" has limits 5, which is no object' },
      ],
    },
    {
      name: 'limits too far above their requests',
      object: pod({ containers: [container(having({ cpu: '100m' }, { cpu: '151m' }))] }),
      settings: { maxLimitToRequest: { cpu: 1.5 } },
      violations: [
        {
          path: at('limits', 'cpu'),
          message: 'container "app": cpu limit "151m" is over 1.5 times the request "100m"',
        },
      ],
    },
    {
      name: 'long names and amounts in a message that still fits',
      object: pod({
        containers: [
          container({ name: 'n'.repeat(63), ...having({ [`e.io/${'r'.repeat(63)}`]: `${'1'.repeat(30)}x` }) }),
        ],
      }),
      violations: [
        {
          path: at('requests', `e.io~1${'r'.repeat(63)}`),
          message: `container "${'n'.repeat(23)}…": "e.io/${'r'.repeat(18)}…" request "${'1'.repeat(23)}…" is no quantity`,
        },
      ],
    },
    {
      name: 'devices and pages that are requested otherwise than they are limited',
      object: deployment({
        containers: [
          container(having({ memory: '1Gi', 'nvidia.com/gpu': 1, 'hugepages-2Mi': '4Mi' })),
          container({
            name: 'b',
            ...having(
              { 'nvidia.com/gpu': 0, 'hugepages-2Mi': '4Mi' },
              { memory: '1Gi', 'nvidia.com/gpu': 2, 'hugepages-2Mi': '2Mi' },
            ),
          }),
        ],
      }),
      violations: [
        [0, 'app', 'nvidia.com/gpu', 'request 1 has no limit, and needs one equal to it'],
        [0, 'app', 'hugepages-2Mi', 'request "4Mi" has no limit, and needs one equal to it'],
        [1, 'b', 'nvidia.com/gpu', 'request 0 is not equal to the limit 2'],
        [1, 'b', 'hugepages-2Mi', 'request "4Mi" is not equal to the limit "2Mi"'],
      ].map(([index, name, resource, fault]) => ({
        path: `/spec/template/spec/containers/${index}/resources/requests/${String(resource).replace('/', '~1')}`,
        message: `container "${name}": "${resource}" ${fault}`,
      })),
    },
    {
      name: 'parts of devices, of pages and of bytes',
      object: pod({
        containers: [
          container(
            having(
              { memory: '256m', 'ephemeral-storage': '0.5' },
              {
                memory: '1500m',
                'nvidia.com/gpu': '500m',
                'hugepages-2Mi': '3Mi',
                'hugepages-1Gi': '256m',
                'hugepages-x': '1Gi',
              },
            ),
          ),
        ],
      }),
      violations: [
        {
          path: at('requests', 'memory'),
          message: 'container "app": memory request "256m" is no whole number of bytes; did you mean "256Mi"?',
        },
        {
          path: at('requests', 'ephemeral-storage'),
          message: 'container "app": ephemeral-storage request "0.5" is no whole number of bytes',
        },
        {
          path: at('limits', 'memory'),
          message: 'container "app": memory limit "1500m" is no whole number of bytes; did you mean "1500Mi"?',
        },
        {
          path: at('limits', 'nvidia.com~1gpu'),
          message: 'container "app": "nvidia.com/gpu" limit "500m" is no whole number',
        },
        {
          path: at('limits', 'hugepages-2Mi'),
          message: 'container "app": "hugepages-2Mi" limit "3Mi" is no whole number of pages',
        },
        {
          path: at('limits', 'hugepages-1Gi'),
          message: 'container "app": "hugepages-1Gi" limit "256m" is no whole number of bytes; did you mean "256Mi"?',
        },
        {
          path: at('limits', 'hugepages-x'),
          message: 'container "app": "hugepages-x" limit "1Gi" is no whole number of pages',
        },
      ],
    },
    {
      name: 'pages without cpu and memory, which the API server does not give',
      object: pod({ containers: [container(having({}, { 'hugepages-2Mi': '2Mi', 'ephemeral-storage': '1Gi' }))] }),
      violations: [
        {
          path: '/spec/containers/0/resources',
          message: 'container "app" has hugepages, but neither cpu nor memory',
        },
      ],
    },
    {
      name: 'names that no resource has, and those that a whole pod may not have',
      object: pod({
        resources: { limits: { 'nvidia.com/gpu': 1, 'ephemeral-storage': '1Gi', 'hugepages-2Mi': '2Mi', cpu: 1 } },
        containers: [
          container(
            having(
              { mem: '1Gi', storage: 'x' },
              {
                'NVIDIA.com/gpu': 1,
                'requests.a.io/b': 1,
                'a.io/b-': 1,
                'a..io/b': 1,
                'a-.io/b': 1,
                'kubernetes.io/b.': 1,
              },
            ),
          ),
        ],
      }),
      violations: [
        ...['nvidia.com/gpu', 'ephemeral-storage'].map((name) => ({
          path: `/spec/resources/limits/${name.replace('/', '~1')}`,
          message: `the pod: ${name === 'nvidia.com/gpu' ? `"${name}"` : name} is no resource that a whole pod may have`,
          remedy: 'Name cpu, memory or hugepages-<size> there, and all others in the containers.',
        })),
        ...[
          ['requests', 'mem'],
          ['requests', 'storage'],
          ['limits', 'NVIDIA.com/gpu'],
          ['limits', 'requests.a.io/b'],
          ['limits', 'a.io/b-'],
          ['limits', 'a..io/b'],
          ['limits', 'a-.io/b'],
          ['limits', 'kubernetes.io/b.'],
        ].map(([list = '', name = '']) => ({
          path: at(list, name.replace('/', '~1')),
          message: `container "app": "${name}" is no resource that a container may have`,
          remedy: 'Name cpu, memory, ephemeral-storage, hugepages-<size>, or a device with its domain: nvidia.com/gpu.',
        })),
      ],
    },
  ],
});
