import policy from '../../policies/require-sound-autoscaling.js';
import requireResources from '../../policies/require-resources.js';
import { createInventory } from '../../src/facts/inventory.js';
import type { JsonObject } from '../../src/policy/json.js';
import { autoscaler, container, deployment, statefulSet, within } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const share = (name: string): JsonObject => ({ name, target: { type: 'Utilization', averageUtilization: 70 } });
const metric = (name: string): JsonObject => ({ type: 'Resource', resource: share(name) });
const scaler = (...metrics: readonly JsonObject[]): JsonObject => autoscaler({ minReplicas: 2, metrics });
const asks = (list: string, resource = 'cpu'): JsonObject => ({ resources: { [list]: { [resource]: '250m' } } });
const silent = container({ name: 'quiet' });
const web = (...containers: readonly JsonObject[]): JsonObject => deployment({ containers });
const range = (item: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'limits' },
  spec: { limits: [{ type: 'Pod', max: { cpu: '8' } }, item] },
});
const perContainer = (list: string, resource = 'cpu'): JsonObject =>
  range({ type: 'Container', [list]: { [resource]: '100m' } });
/** What can be seen where LimitRanges cannot. */
const withoutRanges = createInventory(['Deployment']);
withoutRanges.put(web(silent));
const missing = (path: string, name: string, resource = 'cpu', target = 'Deployment "web"') => ({
  path,
  message: `container "${name}" of ${target} requests no "${resource}" to measure by`,
});
const inScaledObject =
  'Set minReplicaCount to 2 or more, and maxReplicaCount above it, in the ScaledObject of which KEDA makes this; one that is to ' +
  'scale to 0 may stay as it is.';
const madeByKeda = (spec: JsonObject): JsonObject => ({
  ...autoscaler(spec),
  metadata: { name: 'keda-hpa-web', ownerReferences: [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' }] },
});

const inContainer = (name: string, resource = 'cpu'): JsonObject => ({
  type: 'ContainerResource',
  containerResource: { ...share(resource), container: name },
});
const gone = {
  path: '/spec/metrics/0',
  message: 'no container "gone" is there to measure in Deployment "web"',
  subject: 'cpu gone',
  atMost: 'warn',
} as const;

testPolicy(policy, {
  accepts: [
    ...['2', '${MIN:=3}'].map((minReplicas) => ({
      name: `a minimum of ${JSON.stringify(minReplicas)}, which is no number yet`,
      object: autoscaler({ minReplicas, maxReplicas: 1 }),
    })),
    {
      name: 'a minimum of 0, for what is to be there only when there is something to do',
      object: autoscaler({ minReplicas: 0, maxReplicas: 1, metrics: [{ type: 'External' }] }),
      kubernetesVersion: '1.37',
    },
    {
      name: 'a minimum of 0 in autoscaling/v1, of which an annotation holds the metrics',
      object: {
        ...autoscaler({ minReplicas: 0, maxReplicas: 1 }),
        apiVersion: 'autoscaling/v1',
        metadata: { name: 'web', annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '[{"type":"External"}]' } },
      },
      kubernetesVersion: '1.37',
    },
    { name: 'a maximum that is no number yet', object: autoscaler({ minReplicas: 2, maxReplicas: '10' }) },
    {
      name: 'room, and a target that requests',
      object: scaler(metric('cpu')),
      related: [web(container(asks('requests')))],
    },
    {
      name: 'a limit, which the API server copies',
      object: scaler(metric('cpu')),
      related: [web(container(asks('limits')))],
    },
    {
      name: 'resources of the whole pod',
      object: scaler(metric('cpu')),
      related: [deployment({ ...asks('requests') })],
    },
    ...['requests', 'limits'].flatMap((list) =>
      ['containers', 'initContainers'].map((where) => ({
        name: `${list} of the whole pod for another resource, where one of its ${where} requests this one`,
        object: scaler(metric('cpu')),
        related: [
          deployment({ containers: [silent], [where]: [container(asks('limits')), silent], ...asks(list, 'memory') }),
        ],
      })),
    ),
    {
      name: 'a share of one container that requests it',
      object: scaler(inContainer('app')),
      related: [web(container(asks('requests')), silent)],
    },
    {
      name: 'both names of a container while it is renamed, in either order',
      object: scaler(
        inContainer('gone'),
        inContainer('app'),
        inContainer('app', 'memory'),
        inContainer('gone', 'memory'),
      ),
      related: [web(container({ resources: { requests: { cpu: '1', memory: '1Gi' } } }))],
    },
    {
      name: 'init containers that request nothing, for they are over by then',
      object: scaler(metric('cpu')),
      related: [deployment({ containers: [container(asks('requests'))], initContainers: [silent] })],
    },
    {
      name: 'an amount, which is a share of nothing',
      object: scaler({
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: 1 } },
      }),
      related: [web(silent)],
    },
    {
      name: 'metrics of other kinds',
      object: scaler({ type: 'Pods', pods: {} }, { type: 'External' }),
      related: [web(silent)],
    },
    { name: 'a target that is not there', object: scaler(metric('cpu')) },
    { name: 'targets that nobody can see', object: scaler(metric('cpu')), related: 'unknown' },
    {
      name: 'a target of another namespace',
      object: within('shop', scaler(metric('cpu'))),
      related: [within('other', web(silent))],
    },
    {
      name: 'a request that is added to its Pods',
      object: scaler(metric('cpu'), metric('memory')),
      related: [deployment({ containers: [silent], initContainers: [container({ restartPolicy: 'Always' })] })],
      injectors: [requireResources],
    },
    ...['defaultRequest', 'default', 'max', 'min'].map((list) => ({
      name: `a request that a LimitRange makes of its ${list}`,
      object: scaler(metric('cpu')),
      related: [web(silent), perContainer(list)],
    })),
    {
      name: 'a request that one LimitRange makes, and another that Pods are given',
      object: scaler(metric('cpu'), metric('nvidia.com/gpu')),
      related: [web(silent), perContainer('default', 'nvidia.com/gpu')],
      injectors: [requireResources],
    },
    {
      name: 'a target that requests nothing where LimitRanges cannot be seen',
      object: scaler(metric('cpu')),
      facts: { inventory: withoutRanges.inventory },
    },
    {
      name: 'a custom resource that has the name of a Deployment',
      object: autoscaler({
        minReplicas: 2,
        scaleTargetRef: { apiVersion: 'example.com/v1', kind: 'Deployment', name: 'web' },
      }),
      related: [web(silent)],
    },
    {
      name: 'the first version with metrics in its annotation, which speak for the cpu',
      object: {
        ...autoscaler({ minReplicas: 2 }),
        apiVersion: 'autoscaling/v1',
        metadata: {
          name: 'web-scaler',
          annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '[{"type":"Pods","pods":{"metricName":"rps"}}]' },
        },
      },
      related: [web(silent)],
    },
  ],
  rejects: [
    {
      name: 'a minimum that is not set',
      object: autoscaler(),
      violations: [
        { path: '/spec/minReplicas', message: 'no minReplicas is set, which means 1; at least 2 are wanted' },
      ],
    },
    {
      name: 'resources of the whole pod for another resource, where no container requests this one',
      object: scaler(metric('cpu')),
      related: [
        deployment({ containers: [container(asks('requests', 'memory')), silent], ...asks('limits', 'memory') }),
      ],
      violations: [missing('/spec/metrics/0', 'app'), missing('/spec/metrics/0', 'quiet')],
    },
    {
      name: 'resources of the whole pod that the API server drops',
      object: scaler(metric('cpu')),
      related: [deployment({ ...asks('requests') })],
      kubernetesVersion: '1.33',
      violations: [missing('/spec/metrics/0', 'app')],
    },
    {
      name: 'a minimum of one, and a maximum of as many',
      object: autoscaler({ minReplicas: 1, maxReplicas: 1 }),
      violations: [
        { path: '/spec/minReplicas', message: 'minReplicas is 1; at least 2 are wanted' },
        { path: '/spec/maxReplicas', message: 'maxReplicas is 1; more than the 1 of minReplicas is wanted' },
      ],
    },
    {
      name: 'a minimum of 0 that the API server of the release refuses',
      object: autoscaler({ minReplicas: 0, metrics: [{ type: 'Object' }] }),
      kubernetesVersion: '1.36',
      violations: [{ path: '/spec/minReplicas', message: 'minReplicas is 0; at least 2 are wanted' }],
    },
    {
      name: 'a minimum of 0 that every API server refuses, without a metric that can be read while there are no pods',
      object: autoscaler({ minReplicas: 0, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] }),
      kubernetesVersion: '1.37',
      violations: [{ path: '/spec/minReplicas', message: 'minReplicas is 0; at least 2 are wanted' }],
    },
    {
      name: 'what KEDA makes, with a warning where it may be of a ScaledObject that scales to 0',
      object: madeByKeda({ minReplicas: 1, maxReplicas: 1 }),
      violations: [
        {
          path: '/spec/minReplicas',
          message: 'minReplicas is 1; at least 2 are wanted',
          remedy: inScaledObject,
          atMost: 'warn',
        },
        {
          path: '/spec/maxReplicas',
          message: 'maxReplicas is 1; more than the 1 of minReplicas is wanted',
          remedy: inScaledObject,
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'what KEDA makes of a ScaledObject that never scales to 0',
      object: madeByKeda({ minReplicas: 3, maxReplicas: 3 }),
      violations: [
        {
          path: '/spec/maxReplicas',
          message: 'maxReplicas is 3; more than the 3 of minReplicas is wanted',
          remedy: inScaledObject,
        },
      ],
    },
    {
      name: 'no maximum',
      object: autoscaler({ minReplicas: 3, maxReplicas: null }),
      violations: [
        { path: '/spec/maxReplicas', message: 'no maxReplicas is set; more than the 3 of minReplicas is wanted' },
      ],
    },
    {
      name: 'each container that requests nothing, sidecars included',
      object: scaler(metric('memory'), metric('cpu')),
      related: [
        deployment({
          containers: [container(asks('requests')), silent],
          initContainers: [container({ name: 'proxy', restartPolicy: 'Always', ...asks('requests', 'memory') })],
        }),
      ],
      violations: [
        missing('/spec/metrics/0', 'app', 'memory'),
        missing('/spec/metrics/0', 'quiet', 'memory'),
        missing('/spec/metrics/1', 'quiet'),
        missing('/spec/metrics/1', 'proxy'),
      ],
    },
    {
      name: 'the first ten containers that request nothing',
      object: scaler(metric('cpu')),
      related: [deployment({ containers: Array.from({ length: 12 }, (_, index) => container({ name: `c${index}` })) })],
      violations: Array.from({ length: 10 }, (_, index) => missing('/spec/metrics/0', `c${index}`)),
    },
    {
      name: 'the cpu that an autoscaler without metrics reads, in the API version of old',
      object: { ...autoscaler({ minReplicas: 2, targetCPUUtilizationPercentage: 80 }), apiVersion: 'autoscaling/v1' },
      related: [web(silent)],
      violations: [missing('/spec/metrics', 'quiet')],
    },
    {
      name: 'the target of a share in a version between',
      object: scaler({ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } }),
      related: [web(silent)],
      violations: [{ ...missing('/spec/metrics/0', 'quiet'), subject: 'cpu quiet' }],
    },
    {
      name: 'a share of one container that requests nothing, whatever the pod does',
      object: autoscaler({
        minReplicas: 2,
        scaleTargetRef: { kind: 'StatefulSet', name: 'web' },
        metrics: [inContainer('quiet')],
      }),
      related: [statefulSet({ containers: [container(), silent], ...asks('requests') })],
      violations: [missing('/spec/metrics/0', 'quiet', 'cpu', 'StatefulSet "web"')],
    },
    ...[[container(asks('requests'))], [container(asks('requests')), { ...silent, name: 'other' }]].map(
      (containers) => ({
        name: `a share of a container that is none of the ${containers.length} there are`,
        object: scaler(inContainer('gone')),
        related: [deployment({ containers, initContainers: [{ ...silent, name: 'gone' }] }), perContainer('default')],
        violations: [gone],
      }),
    ),
    {
      name: 'a container that is not there where a metric of another resource, or of all containers, reads the others',
      object: scaler(inContainer('gone'), inContainer('app', 'memory'), metric('cpu')),
      related: [web(container({ resources: { requests: { cpu: '1', memory: '1Gi' } } }))],
      violations: [gone],
    },
    {
      name: 'what its Pods are given no request for either',
      object: scaler(metric('cpu'), metric('ephemeral-storage')),
      related: [web(silent)],
      injectors: [requireResources],
      violations: [missing('/spec/metrics/1', 'quiet', 'ephemeral-storage')],
    },
    {
      name: 'a target that a LimitRange of Pods, of another resource or without an amount makes no request for',
      object: scaler(metric('cpu')),
      related: [web(silent), range({ type: 'Container', max: { memory: '1Gi' }, min: { cpu: null } })],
      violations: [missing('/spec/metrics/0', 'quiet')],
    },
    {
      name: 'a target that a LimitRange of another namespace would give a request',
      object: within('shop', scaler(metric('cpu'))),
      related: [within('shop', web(silent)), within('other', perContainer('default'))],
      violations: [missing('/spec/metrics/0', 'quiet')],
    },
  ],
});
