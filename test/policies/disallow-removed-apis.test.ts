import policy from '../../policies/disallow-removed-apis.js';
import type { JsonObject } from '../../src/policy/json.js';
import { deployment } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const object = (apiVersion: string, kind: string, metadata: JsonObject = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'web', ...metadata },
});
const path = '/apiVersion';
const field = (apiVersion: string, manager: string, time: string, more: JsonObject = {}): JsonObject => ({
  apiVersion,
  manager,
  operation: 'Update',
  time,
  ...more,
});
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

testPolicy(policy, {
  accepts: [
    { name: 'a version that is served', object: deployment() },
    {
      name: 'a version that is not yet deprecated',
      object: object('batch/v1beta1', 'CronJob'),
      kubernetesVersion: '1.20',
    },
    {
      name: 'a version before it is removed, for the release that is set',
      object: object('batch/v1beta1', 'CronJob'),
      settings: { kubernetesVersion: '1.20' },
    },
    { name: 'what is not its own', object: object('example.com/v1beta1', 'Deployment') },
    { name: 'another kind of the same group', object: object('extensions/v1beta1', 'Widget') },
    { name: 'what says nothing of itself', object: { kind: 'Deployment' } },
    {
      name: 'what a manager wrote in once and does no longer, and what a controller wrote of the status',
      object: object('apps/v1', 'Deployment', {
        managedFields: [
          field('apps/v1beta1', 'helm', '2019-01-01T00:00:00Z'),
          field('apps/v1', 'helm', '2024-01-01T00:00:00Z'),
          field('apps/v1beta2', 'controller', '2024-01-01T00:00:00Z', { subresource: 'status' }),
          null,
          {},
        ],
        annotations: { [LAST_APPLIED]: 'not { JSON' },
      }),
    },
  ],
  rejects: [
    {
      name: 'a version that was removed',
      object: object('extensions/v1beta1', 'Deployment'),
      violations: [
        {
          path,
          message: 'extensions/v1beta1 Deployment was removed in Kubernetes 1.16; use apps/v1',
          subject: 'extensions/v1beta1',
        },
      ],
    },
    {
      name: 'a version that is deprecated, as a warning',
      object: object('batch/v1beta1', 'CronJob'),
      kubernetesVersion: '1.24',
      violations: [
        {
          path,
          message: 'batch/v1beta1 CronJob is deprecated and goes in Kubernetes 1.25; use batch/v1',
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'what is removed in the release that is set, whatever the cluster is',
      object: object('batch/v1beta1', 'CronJob'),
      kubernetesVersion: '1.24',
      settings: { kubernetesVersion: '1.25' },
      violations: [{ path, message: 'batch/v1beta1 CronJob was removed in Kubernetes 1.25; use batch/v1' }],
    },
    {
      name: 'what the release after the next will remove',
      object: object('resource.k8s.io/v1beta2', 'DeviceClass'),
      kubernetesVersion: '1.37',
      settings: { kubernetesVersion: '1.39' },
      violations: [
        { path, message: 'resource.k8s.io/v1beta2 DeviceClass was removed in Kubernetes 1.39; use resource.k8s.io/v1' },
      ],
    },
    {
      name: 'what nothing took the place of',
      object: object('settings.k8s.io/v1alpha1', 'PodPreset'),
      violations: [
        {
          path,
          message: 'settings.k8s.io/v1alpha1 PodPreset was removed in Kubernetes 1.20',
          remedy: 'Do without it: nothing has taken its place.',
        },
      ],
    },
    {
      name: 'what took its place and is gone as well',
      object: object('extensions/v1beta1', 'PodSecurityPolicy'),
      violations: [{ path, message: 'extensions/v1beta1 PodSecurityPolicy was removed in Kubernetes 1.16' }],
    },
    {
      name: 'what took its place while that was there',
      object: object('extensions/v1beta1', 'PodSecurityPolicy'),
      kubernetesVersion: '1.20',
      violations: [
        { path, message: 'extensions/v1beta1 PodSecurityPolicy was removed in Kubernetes 1.16; use policy/v1beta1' },
      ],
    },
    {
      name: 'what is deprecated for good',
      object: object('v1', 'Endpoints'),
      violations: [
        { path, message: 'v1 Endpoints is deprecated; use discovery.k8s.io/v1 EndpointSlice', atMost: 'warn' },
      ],
    },
    {
      name: 'what it was applied in and what a manager writes, each version once',
      object: object('networking.k8s.io/v1', 'Ingress', {
        annotations: { [LAST_APPLIED]: '{"apiVersion":"extensions/v1beta1","kind":"Ingress"}' },
        managedFields: [
          field('extensions/v1beta1', 'kubectl-client-side-apply', '2021-01-01T00:00:00Z'),
          field('networking.k8s.io/v1beta1', 'helm', '2021-01-01T00:00:00Z'),
        ],
      }),
      violations: [
        {
          path: '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
          message:
            'manager "kubectl apply" writes extensions/v1beta1, which was removed in Kubernetes 1.22; use networking.k8s.io/v1',
        },
        {
          path: '/metadata/managedFields/1/apiVersion',
          message:
            'manager "helm" writes networking.k8s.io/v1beta1, which was removed in Kubernetes 1.22; use networking.k8s.io/v1',
        },
      ],
    },
  ],
});
