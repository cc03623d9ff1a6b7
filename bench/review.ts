/** A container as a team with some history writes it: fit for production, with the usual amount of text around it. */
function container(name: string, port: number): object {
  const probe = (path: string): object => ({
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    initialDelaySeconds: 5,
    periodSeconds: 10,
    timeoutSeconds: 2,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return {
    name,
    image: `registry.example.com/shop/${name}:2.14.3`,
    imagePullPolicy: 'IfNotPresent',
    args: ['--listen', `:${port}`, '--log-format', 'json', '--shutdown-timeout', '10s'],
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    env: Array.from({ length: 12 }, (_, index) => ({
      name: `${name.toUpperCase()}_SETTING_${index}`,
      valueFrom: { configMapKeyRef: { name: `${name}-settings`, key: `setting-${index}` } },
    })),
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    readinessProbe: probe('/ready'),
    livenessProbe: { ...probe('/alive'), failureThreshold: 6 },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}

const labels = {
  'app.kubernetes.io/name': 'web',
  'app.kubernetes.io/instance': 'shop',
  'app.kubernetes.io/part-of': 'shop',
  'app.kubernetes.io/version': '2.14.3',
};

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    labels,
    annotations: {
      'deployment.kubernetes.io/revision': '7',
      'example.com/owner': 'team-shop',
      'example.com/runbook': 'https://example.com/runbooks/web',
    },
  },
  spec: {
    replicas: 3,
    revisionHistoryLimit: 5,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels },
      spec: {
        containers: [container('web', 8080), container('proxy', 8081)],
        volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        serviceAccountName: 'web',
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 30,
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
          },
        ],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
      },
    },
  },
};

/** An AdmissionReview of about 6 kB, as the API server sends it when a person creates a Deployment. */
export const review = JSON.stringify({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: '5f0a4b9e-9d53-4c4b-8f0c-2f5f1c9a7d10',
    kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    resource: { group: 'apps', version: 'v1', resource: 'deployments' },
    requestKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    requestResource: { group: 'apps', version: 'v1', resource: 'deployments' },
    name: 'web',
    namespace: 'shop',
    operation: 'CREATE',
    userInfo: { username: 'alice@example.com', groups: ['developers', 'system:authenticated'] },
    object: deployment,
    oldObject: null,
    dryRun: false,
    options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'kubectl-client-side-apply' },
  },
});
