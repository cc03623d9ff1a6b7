import type { JsonObject } from '../src/policy/json.js';
import type { RelatedName } from '../src/policy/related.js';

/** An object as the API server sends one that somebody uses: with managed fields, annotations and a status. */
function stored(index: number, spec: JsonObject, annotations: JsonObject = {}): JsonObject {
  const [name, namespace] = [`service-${index}-frontend`, `team-${index % 200}-production`];
  const labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': namespace,
    team: `team-${index % 200}`,
  };
  const uid = `5f0c2a6e-8a43-4d55-9d0f-${String(index).padStart(12, '0')}`;
  const fieldsV1 = Object.fromEntries(Object.keys(spec).map((field) => [`f:${field}`, { '.': {}, 'f:value': {} }]));
  const managedFields = ['kubectl', 'kube-controller-manager'].map((manager) => ({
    manager,
    operation: 'Update',
    time: '2026-01-15T10:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
  }));
  const metadata = {
    name,
    namespace,
    uid,
    resourceVersion: String(900_000 + index),
    labels,
    annotations,
    managedFields,
  };
  return { metadata, spec, status: { observedGeneration: 3, conditions: [{ type: 'Available', status: 'True' }] } };
}

function labelsOf(index: number): JsonObject {
  return { 'app.kubernetes.io/name': `service-${index}-frontend`, 'app.kubernetes.io/instance': `release-${index}` };
}

/** Two containers, as a service with a proxy beside it has, of some 3 kB. */
function scaled(index: number): JsonObject {
  const container = (name: string): JsonObject => ({
    name,
    image: `registry.example.com/team-${index % 200}/${name}:1.${index}.0`,
    env: Array.from({ length: 12 }, (_, at) => ({ name: `SETTING_${at}`, value: `value ${at} of service ${index}` })),
    ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' }, periodSeconds: 5 },
    livenessProbe: { httpGet: { path: '/live', port: 'http', scheme: 'HTTP' }, periodSeconds: 10 },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  });
  const spec = { containers: [container('application'), container('proxy')], terminationGracePeriodSeconds: 60 };
  const template = { metadata: { labels: labelsOf(index) }, spec };
  return { replicas: 3, selector: { matchLabels: labelsOf(index) }, template };
}

function ingress(index: number): JsonObject {
  const backend = { service: { name: `service-${index}`, port: { number: 80 } } };
  const paths = ['/', '/api'].map((path) => ({ path: `${path}/${index}`, pathType: 'Prefix', backend }));
  const host = `service-${index}.shop.example.com`;
  return { ingressClassName: 'nginx', rules: [{ host, http: { paths } }], tls: [{ hosts: [host], secretName: 'tls' }] };
}

/** As it is stored: what is not given has been filled up. */
const containerLimits = {
  type: 'Container',
  default: { cpu: '1', memory: '512Mi' },
  defaultRequest: { cpu: '100m', memory: '128Mi' },
  max: { cpu: '4', memory: '8Gi' },
};

const rule = { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] };

/** The n-th object of each kind that policies look up. */
export const makers: Readonly<Record<RelatedName, (index: number) => JsonObject>> = {
  ClusterRole: (index) => ({ ...stored(index, {}), rules: [rule, rule, rule] }),
  Deployment: (index) => stored(index, scaled(index), { 'deployment.kubernetes.io/revision': '12' }),
  HorizontalPodAutoscaler: (index) =>
    stored(index, {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `service-${index}-frontend` },
      minReplicas: 3,
      maxReplicas: 30,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    }),
  Ingress: (index) => stored(index, ingress(index), { 'cert-manager.io/cluster-issuer': 'public' }),
  LimitRange: (index) => stored(index, { limits: [containerLimits] }),
  NetworkPolicy: (index) =>
    stored(index, {
      podSelector: { matchLabels: labelsOf(index) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }],
      egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }],
    }),
  PersistentVolumeClaim: (index) =>
    stored(index, {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '20Gi' } },
      storageClassName: 'fast',
      volumeName: `pvc-${index}`,
    }),
  PodDisruptionBudget: (index) =>
    stored(index, {
      maxUnavailable: 1,
      selector: { matchLabels: labelsOf(index) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    }),
  ResourceQuota: (index) =>
    stored(index, { hard: { 'requests.cpu': '20', 'requests.memory': '64Gi', pods: '200', services: '20' } }),
  Role: (index) => ({ ...stored(index, {}), rules: [rule, rule, rule] }),
  StatefulSet: (index) => stored(index, { serviceName: `service-${index}`, ...scaled(index) }),
};
