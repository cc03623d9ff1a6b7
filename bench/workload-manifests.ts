/** An application of the corpus. */
export interface App {
  readonly name: string;
  readonly namespace: string;
  readonly index: number;
  /** Tosses the coin once for each object that could have something wrong. */
  readonly isFaulty: () => boolean;
}

/** Indents every line that holds something by so many spaces. */
function indent(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
}

interface Setup {
  readonly app: string;
  readonly container: string;
  readonly port: number;
  readonly variables: number;
  /** Whether it lacks some of what production demands. */
  readonly faulty: boolean;
}

function container({ app, container, port, variables, faulty }: Setup): string {
  const settings = Array.from(
    { length: variables },
    (_, index) => `  - name: ${container.toUpperCase()}_SETTING_${index}
    valueFrom:
      configMapKeyRef: {name: ${app}-settings, key: feature.${index}.audience}`,
  );
  const image = `registry.example.com/${app}/${container}${faulty ? ':latest' : ':2.14.3'}`;
  const liveness = `livenessProbe:
  httpGet: {path: /alive, port: ${port}}
  initialDelaySeconds: 10
  periodSeconds: 10
  failureThreshold: 6
`;
  return `- name: ${container}
${indent(
  `image: ${image}
imagePullPolicy: IfNotPresent
args: ["--listen=:${port}", "--log-format=json", '--shutdown-timeout=10s']
ports:
  - name: ${container === 'redis' ? 'redis' : 'http'}
    containerPort: ${port}
    protocol: TCP
env:
${settings.join('\n')}
  - name: POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: DATABASE_PASSWORD  # never a literal
    valueFrom:
      secretKeyRef:
        name: ${app}-database
        key: password
resources:
  requests:
    cpu: 250m
    memory: 256Mi
${faulty ? '' : '  limits:\n    memory: 512Mi\n'}readinessProbe:
  httpGet:
    path: /ready
    port: ${port}
    scheme: HTTP
  periodSeconds: 5
  timeoutSeconds: 2
  failureThreshold: 3
${faulty ? '' : liveness}lifecycle:
  preStop:
    sleep: {seconds: 5}
securityContext:
  allowPrivilegeEscalation: ${faulty}
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
terminationMessagePolicy: FallbackToLogsOnError
volumeMounts:
  - name: tmp
    mountPath: /tmp
`,
  2,
)}`;
}

function podTemplate(name: string, containers: readonly string[]): string {
  return `metadata:
  labels:
    app.kubernetes.io/name: ${name}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: '8080'
    checksum/config: 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
spec:
  serviceAccountName: ${name}
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 45
  priorityClassName: business
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    fsGroup: 10001
    seccompProfile:
      type: RuntimeDefault
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          app.kubernetes.io/name: ${name}
  containers:
${indent(containers.join(''), 4)}  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
`;
}

function head(apiVersion: string, kind: string, name: string, namespace: string): string {
  return `# Owned by ${namespace}; see https://example.com/runbooks/${name}
apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
  annotations:
    example.com/owner: ${namespace}
    example.com/runbook: https://example.com/runbooks/${name}
`;
}

export function deployment({ name, namespace, isFaulty }: App): string {
  const faulty = isFaulty();
  const containers = [
    container({ app: name, container: 'web', port: 8080, variables: 14, faulty }),
    container({ app: name, container: 'proxy', port: 8081, variables: 5, faulty: false }),
  ];
  return `${head('apps/v1', 'Deployment', name, namespace)}spec:
  replicas: 3
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  template:
${indent(podTemplate(name, containers), 4)}`;
}

export function statefulSet({ name, namespace, isFaulty }: App): string {
  const cache = `${name}-cache`;
  const containers = [
    container({ app: name, container: 'redis', port: 6379, variables: 10, faulty: isFaulty() }),
    container({ app: name, container: 'exporter', port: 9121, variables: 4, faulty: false }),
  ];
  return `${head('apps/v1', 'StatefulSet', cache, namespace)}spec:
  replicas: 3
  serviceName: ${cache}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${cache}
  template:
${indent(podTemplate(cache, containers), 4)}  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          app.kubernetes.io/name: ${cache}
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 8Gi
`;
}

export function cronJob({ name, namespace, isFaulty }: App): string {
  const nightly = `${name}-nightly`;
  const containers = [container({ app: name, container: 'report', port: 8080, variables: 16, faulty: isFaulty() })];
  return `${head('batch/v1', 'CronJob', nightly, namespace)}spec:
  schedule: "15 3 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 2
      activeDeadlineSeconds: 3600
      template:
${indent(podTemplate(nightly, containers).replace('  containers:\n', '  restartPolicy: OnFailure\n  containers:\n'), 8)}`;
}
