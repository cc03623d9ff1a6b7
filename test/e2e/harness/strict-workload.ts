import type { Json, JsonObject } from '../../../src/policy/json.js';
import { deployment, soundContainer, soundPodSpec, type Named } from './workloads.js';

const digest = `sha256:${'0'.repeat(64)}`;

/** A Deployment of two replicas that `strict` has nothing against, but for what it wants to see beside it. */
export function strictDeployment(named: Named, extra: Readonly<Record<string, Json>> = {}): JsonObject {
  const container = {
    ...soundContainer(),
    image: `registry.example.com/shop/web:1.4.2@${digest}`,
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  };
  const spread = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { app: named.name } },
  };
  const podSpec = {
    ...soundPodSpec(container),
    priorityClassName: 'system-cluster-critical',
    automountServiceAccountToken: false,
    topologySpreadConstraints: [spread],
  };
  return deployment(named, podSpec, extra);
}

/** Denies all traffic of a namespace, both ways. */
export function networkPolicy(namespace: string): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

export function disruptionBudget({ name, namespace }: Named): JsonObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } },
  };
}

/** Scales the Deployment of its name by its share of a resource, or of several. */
export function autoscaler({ name, namespace }: Named, ...resources: readonly string[]): JsonObject {
  const target = { type: 'Utilization', averageUtilization: 80 };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 4,
      metrics: (resources.length === 0 ? ['cpu'] : resources).map((resource) => ({
        type: 'Resource',
        resource: { name: resource, target },
      })),
    },
  };
}
