import policy from '../../policies/disallow-default-namespace.js';
import type { JsonObject } from '../../src/policy/json.js';
import { cronJob, deployment, pod, rollout } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const path = '/metadata/namespace';
const service = (name: string, namespace?: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});
const ingress = (namespace: string | null): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace },
});
const inPlace = (object: JsonObject, namespace: string): JsonObject => ({
  ...object,
  metadata: { name: 'web', namespace },
});

testPolicy(policy, {
  accepts: [
    { name: 'a Pod in a namespace of its own', object: pod({}, { namespace: 'shop' }) },
    { name: 'a Service and its namespace', object: service('web', 'shop') },
    { name: 'what the review places, whatever the object leaves out', object: deployment(), namespace: 'shop' },
    { name: 'the Service of the API server', object: service('kubernetes', 'default') },
    { name: 'a custom resource that may live in no namespace', object: rollout() },
    { name: 'objects of other kinds', object: { kind: 'Namespace', metadata: { name: 'default' } } },
  ],
  rejects: [
    {
      name: 'a Deployment in default',
      object: inPlace(deployment(), 'default'),
      violations: [{ path, message: 'the Deployment is in the namespace "default"' }],
    },
    {
      name: 'a CronJob that names no namespace',
      object: cronJob(),
      violations: [{ path, message: 'the CronJob names no namespace' }],
    },
    {
      name: 'what the review places in default',
      object: pod(),
      namespace: 'default',
      violations: [{ path, message: 'the Pod is in the namespace "default"' }],
    },
    {
      name: 'a custom resource in default',
      object: inPlace(rollout(), 'default'),
      violations: [{ path, message: 'the Rollout is in the namespace "default"' }],
    },
    {
      name: 'a Service in default',
      object: service('web', 'default'),
      violations: [{ path, message: 'the Service is in the namespace "default"' }],
    },
    {
      name: 'an Ingress whose namespace is null',
      object: ingress(null),
      violations: [{ path, message: 'the Ingress names no namespace' }],
    },
  ],
});
