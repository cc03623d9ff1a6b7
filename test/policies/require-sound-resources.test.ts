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
        containers: [container({ name: 'n'.repeat(63), ...having({ ['r'.repeat(90)]: `${'1'.repeat(30)}x` }) })],
      }),
      violations: [
        {
          path: at('requests', 'r'.repeat(90)),
          message: `container "${'n'.repeat(23)}…": "${'r'.repeat(23)}…" request "${'1'.repeat(23)}…" is no quantity`,
        },
      ],
    },
  ],
});
