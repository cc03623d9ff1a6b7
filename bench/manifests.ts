import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cronJob, deployment, statefulSet } from './workload-manifests.js';
import type { App } from './workload-manifests.js';

/** What is written: so many files with two objects each, of which a share has something wrong. */
export interface Corpus {
  readonly files: number;
  /** The share of objects that have something wrong, from 0 to 0.5: half of the objects are of kinds that never do. */
  readonly faulty: number;
  readonly seed: number;
}

/** The generator of Marsaglia's xorshift family with 32 bits of state: the same seed gives the same bytes on every machine. */
function seeded(seed: number): () => number {
  let state = seed === 0 ? 1 : seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Files of one application: as teams keep them, with comments, and with what belongs together in one file. */
const FILES_OF_APP = 5;

/** Writes the corpus below a folder, a folder for each namespace, and gives the number of bytes. */
export async function writeCorpus(folder: string, { files, faulty, seed }: Corpus): Promise<number> {
  const random = seeded(seed);
  let bytes = 0;
  for (let index = 0; index < files / FILES_OF_APP; index++) {
    const app: App = {
      name: `app-${index}`,
      namespace: `team-${index % 40}`,
      index,
      isFaulty: () => random() < 2 * faulty,
    };
    const below = path.join(folder, app.namespace, app.name);
    await mkdir(below, { recursive: true });
    for (const [name, documents] of Object.entries(filesOf(app))) {
      const text = documents.join('---\n');
      bytes += Buffer.byteLength(text);
      await writeFile(path.join(below, name), text);
    }
  }
  return bytes;
}

function filesOf(app: App): Readonly<Record<string, readonly string[]>> {
  return {
    'deployment.yaml': [deployment(app), service(app)],
    'config.yaml': [configMap(app), disruptionBudget(app)],
    'ingress.yaml': [ingress(app), networkPolicy(app)],
    'cache.yaml': [statefulSet(app), headlessService(app)],
    'nightly.yaml': [cronJob(app), autoscaler(app)],
  };
}

function head(kind: string, apiVersion: string, { name, namespace }: App, suffix = ''): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}${suffix}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}${suffix}
    app.kubernetes.io/part-of: ${namespace}
    app.kubernetes.io/managed-by: git
`;
}

function service(app: App): string {
  const type = app.isFaulty() ? 'NodePort' : 'ClusterIP';
  return `${head('Service', 'v1', app)}spec:
  type: ${type}
  selector:
    app.kubernetes.io/name: ${app.name}
  ports:
    - name: http
      port: 80
      targetPort: http
      protocol: TCP
`;
}

function headlessService(app: App): string {
  return `${head('Service', 'v1', app, '-cache')}spec:
  clusterIP: None
  selector:
    app.kubernetes.io/name: ${app.name}-cache
  ports:
    - {name: redis, port: 6379, targetPort: redis}
`;
}

function configMap(app: App): string {
  const pairs = Array.from(
    { length: 30 },
    (_, line) => `  feature.${line}.enabled: "${line % 3 === 0}"\n  feature.${line}.audience: group-${line}`,
  );
  const server = Array.from(
    { length: 35 },
    (_, line) => `    location /area-${line}/ { proxy_pass http://area-${line}; }`,
  );
  return `${head('ConfigMap', 'v1', app, '-settings')}data:
${pairs.join('\n')}
  nginx.conf: |
    # Written by hand; what looks like the end of a document is none.
    server {
${server.join('\n')}
    }
`;
}

function disruptionBudget(app: App): string {
  return `${head('PodDisruptionBudget', 'policy/v1', app)}spec:
  maxUnavailable: 1
  selector:
    matchExpressions:
      - {key: app.kubernetes.io/name, operator: In, values: [${app.name}, ${app.name}-cache]}
`;
}

function ingress(app: App): string {
  const host = `${app.name}.${app.namespace}.example.com`;
  const tls = app.isFaulty() ? '' : `  tls:\n    - hosts: ["${host}"]\n      secretName: ${app.name}-tls\n`;
  return `${head('Ingress', 'networking.k8s.io/v1', app)}  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: nginx
${tls}  rules:
    - host: ${host}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${app.name}
                port: {name: http}
`;
}

function networkPolicy(app: App): string {
  return `${head('NetworkPolicy', 'networking.k8s.io/v1', app)}spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: {kubernetes.io/metadata.name: ingress-nginx}
      ports:
        - {protocol: TCP, port: 8080}
  egress:
    - ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 443}
`;
}

function autoscaler(app: App): string {
  return `${head('HorizontalPodAutoscaler', 'autoscaling/v2', app)}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${app.name}
  minReplicas: 3
  maxReplicas: 12
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: 70}
`;
}
