import type { Json, JsonObject } from '../../../src/policy/json.js';

/** A container as the profile `production` wants it. */
export function soundContainer(name = 'web'): JsonObject {
  return {
    name,
    image: 'registry.example.com/shop/web:1.4.2',
    ports: [{ containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5 },
    livenessProbe: { httpGet: { path: '/live', port: 8080 }, periodSeconds: 10 },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
  };
}

/** A container that says nothing but what to run. */
export function bareContainer(name = 'web'): JsonObject {
  return { name, image: 'registry.example.com/shop/web:1.4.2', ports: [{ containerPort: 8080 }] };
}

export function soundPodSpec(...containers: readonly JsonObject[]): JsonObject {
  return {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: 30,
    containers: containers.length === 0 ? [soundContainer()] : [...containers],
  };
}

export function barePodSpec(...containers: readonly JsonObject[]): JsonObject {
  return { containers: containers.length === 0 ? [bareContainer()] : [...containers] };
}

export interface Named {
  readonly name: string;
  readonly namespace: string;
}

export function pod({ name, namespace }: Named, spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name } }, spec };
}

export function deployment(
  { name, namespace }: Named,
  podSpec: JsonObject,
  extra: Readonly<Record<string, Json>> = {},
): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec },
      ...extra,
    },
  };
}

/** A LimitRange named limits that says something about each container. */
export function limitRange(namespace: string, limit: JsonObject): JsonObject {
  const spec = { limits: [{ type: 'Container', ...limit }] };
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits', namespace }, spec };
}
