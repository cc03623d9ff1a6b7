import type { Json, JsonObject } from '../../src/policy/json.js';
import { autoscaler, budget, deployment, ingress, pod, role, statefulSet } from '../builders.js';

/** An object one of whose lists has a number of items. */
export interface LongObject {
  /** What is long, as the name of a test says it. */
  readonly name: string;
  /** `before` gives what an update of the object came from: as long, and wrong in another way or in another order. */
  readonly make: (count: number, before: boolean) => JsonObject;
}

const many = <T>(count: number, item: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => item(index));

const keyed = (count: number, key: (index: number) => string, value: (index: number) => Json): JsonObject =>
  Object.fromEntries(many(count, (index) => [key(index), value(index)]));

/** The same list from its end: every item has another place, and each is looked for where it no longer is. */
const turned = <T>(items: readonly T[], before: boolean): readonly T[] => (before ? items.toReversed() : items);

/** A few images are run by all: what reads them remembers a thousand, and more would take another time each. */
const image = (index: number, before: boolean): string =>
  `registry.example.com/shop/app-${index % 50}:${before ? 1 : 2}`;

/** Lists of a container. The one before holds what is as bad, elsewhere. */
const inContainer: Readonly<Record<string, (count: number, before: boolean) => JsonObject>> = {
  'variables whose names say secret': (count, before) => ({
    env: turned(
      many(count, (index) => ({ name: `PASSWORD_${index}`, value: 'tall-ships' })),
      before,
    ),
  }),
  'variables of one name': (count) => ({ env: many(count, () => ({ name: 'TOKEN', value: 'tall-ships' })) }),
  'variables from elsewhere': (count) => ({
    env: many(count, (index) => ({ name: `V${index}`, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } })),
  }),
  'one long variable': (count) => ({ env: [{ name: 'TOKEN', value: '$a__:%s '.repeat(count) }] }),
  'host ports': (count, before) => ({
    ports: turned(
      many(count, (index) => ({ name: `p${index}`, containerPort: index + 1, hostPort: index + 1 })),
      before,
    ),
  }),
  'ports of which a probe asks the last': (count) => ({
    ports: many(count, (index) => ({ name: `p${index}`, containerPort: index + 1 })),
    readinessProbe: { httpGet: { port: `p${count - 1}` } },
    livenessProbe: { httpGet: { port: 'none' }, tcpSocket: { port: count }, grpc: { port: 70_000 } },
    startupProbe: { httpGet: { port: 'none' } },
  }),
  'headers and commands of probes': (count) => {
    const probe = {
      httpGet: { port: 80, httpHeaders: many(count, (index) => ({ name: `h${index}`, value: 'x' })) },
      exec: { command: many(count, () => 'x') },
    };
    return {
      readinessProbe: probe,
      livenessProbe: probe,
      lifecycle: { preStop: { exec: { command: many(count, () => 'sleep') } } },
    };
  },
  'volume mounts': (count) => ({
    volumeMounts: many(count, (index) => ({ name: `v${index}`, mountPath: `/${index}` })),
  }),
  // To look for a word in a list takes so little that it shows in a long one only.
  'added and dropped capabilities': (count, before) => ({
    securityContext: {
      capabilities: {
        add: turned(
          many(4 * count, (index) => `ADDED_${index}`),
          before,
        ),
        drop: many(4 * count, (index) => `DROPPED_${index}`),
      },
    },
  }),
  'one capability, over and over': (count) => ({
    securityContext: { capabilities: { add: many(4 * count, () => 'SYS_ADMIN'), drop: many(4 * count, () => 'KILL') } },
  }),
  resources: (count, before) => ({
    resources: {
      requests: keyed(
        count,
        (index) => `example.com/r${index}`,
        () => '5',
      ),
      limits: keyed(
        count,
        (index) => `example.com/r${index}`,
        () => (before ? 'x' : '4'),
      ),
    },
  }),
};

/** Lists of a pod spec. */
const inPod: Readonly<Record<string, (count: number, before: boolean) => JsonObject>> = {
  containers: (count, before) => ({
    containers: turned(
      many(count, (index) => ({ name: `c${index}`, image: image(index, before), ports: [{ containerPort: 80 }] })),
      before,
    ),
  }),
  'containers of one name': (count, before) => ({
    containers: many(count, (index) => ({ name: 'c', image: image(index, before), ports: [{ containerPort: 80 }] })),
  }),
  'containers that are empty': (count) => ({ containers: many(count, () => ({})) }),
  'containers that are none': (count) => ({ containers: many(count, () => 'x') }),
  'init and ephemeral containers': (count, before) => ({
    initContainers: many(count >> 1, (index) => ({ name: `i${index}`, image: image(index, before) })),
    ephemeralContainers: many(count >> 1, (index) => ({ name: `e${index}`, image: image(index, before) })),
  }),
  volumes: (count, before) => ({
    volumes: turned(
      many(count, (index) => ({
        name: `v${index}`,
        hostPath: { path: `/${index}` },
        persistentVolumeClaim: { claimName: `claim-${index}` },
        image: { reference: `app-${index % 50}` },
      })),
      before,
    ),
  }),
  'types of one volume': (count) => ({
    volumes: [
      {
        name: 'v',
        ...keyed(
          count,
          (index) => `t${index}`,
          () => ({}),
        ),
      },
    ],
  }),
  sysctls: (count, before) => ({
    securityContext: {
      sysctls: turned(
        many(count, (index) => ({ name: `kernel.s${index}`, value: '1' })),
        before,
      ),
    },
  }),
  'pull secrets, tolerations and aliases': (count) => ({
    imagePullSecrets: many(count, (index) => ({ name: `s${index}` })),
    tolerations: many(count, (index) => ({ key: `k${index}`, operator: 'Exists' })),
    hostAliases: many(count, (index) => ({ ip: '10.0.0.1', hostnames: [`h${index}`] })),
  }),
  'spread constraints': (count) => ({
    topologySpreadConstraints: many(count, (index) => ({
      topologyKey: `k${index}`,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: `other-${index}` } },
    })),
  }),
  'terms of an anti-affinity': (count) => ({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'k', namespaces: many(count, (index) => `n${index}`), labelSelector: {} },
        ],
        preferredDuringSchedulingIgnoredDuringExecution: many(count, (index) => ({
          podAffinityTerm: { topologyKey: 'k', namespaces: [`n${index}`], namespaceSelector: {}, labelSelector: null },
        })),
      },
    },
  }),
};

/** What a Deployment has beside its pod spec. */
const inDeployment: Readonly<Record<string, (count: number, before: boolean) => JsonObject>> = {
  'labels and selectors of them': (count, before) => {
    const labels = keyed(
      count,
      (index) => `l${index}`,
      () => 'x',
    );
    const wanted = keyed(
      count,
      (index) => `l${index}`,
      () => (before ? 'y' : 'z'),
    );
    return { selector: { matchLabels: wanted }, template: { metadata: { labels }, spec: {} } };
  },
  'expressions of a selector': (count) => ({
    selector: {
      matchExpressions: many(count, (index) => ({ key: `k${index}`, operator: 'In', values: ['a', 'b'] })),
    },
  }),
  'values of an expression': (count) => ({
    selector: { matchExpressions: [{ key: 'app', operator: 'In', values: many(count, (index) => `v${index}`) }] },
  }),
};

const ruled = (rules: Json, tls: Json): JsonObject => ingress(rules, tls);
const path = (index: number): JsonObject => ({ path: `/p${index}`, pathType: 'Prefix', backend: {} });
const host = (index: number): string => `h${index}.example.com`;

/** Other kinds. */
const others: Readonly<Record<string, (count: number, before: boolean) => JsonObject>> = {
  'an Ingress of many rules, and hosts of one certificate': (count, before) =>
    ruled(
      turned(
        many(count, (index) => ({ host: host(index), http: { paths: [path(0)] } })),
        before,
      ),
      [{ hosts: many(count, (index) => `other-${index}.example.com`) }],
    ),
  'an Ingress of many rules and certificates': (count) =>
    ruled(
      many(count, (index) => ({ host: `H${index}.EXAMPLE.COM` })),
      many(count, (index) => ({ hosts: [host(count - index), `*.h${index}.example.com`] })),
    ),
  'an Ingress of many paths': (count, before) =>
    ruled(
      [{ http: { paths: turned(many(count, path), before) } }, { host: host(0), http: { paths: many(count, path) } }],
      [],
    ),
  'an Ingress of a long host, and paths that are claimed twice': (count) => {
    const rule = { host: 'h'.repeat(5 * count), http: { paths: many(count, path) } };
    return ruled([rule, rule], []);
  },
  'an Ingress of a long condition, and paths that are claimed twice': (count) => {
    const backend = { service: { name: 'web' } };
    const rule = { host: host(0), http: { paths: many(count, (index) => ({ ...path(index), backend })) } };
    const annotations = {
      'alb.ingress.kubernetes.io/group.name': 'all',
      'alb.ingress.kubernetes.io/conditions.web': 'c'.repeat(5 * count),
    };
    return { ...ruled([rule, rule], []), metadata: { name: 'web', annotations } };
  },
  'an Ingress of one path, over and over': (count) =>
    ruled([{ host: 'shop.example.com', http: { paths: many(count, () => path(0)) } }], []),
  'a Role of many rules': (count, before) =>
    role(
      ...turned(
        many(count, (index) => ({ apiGroups: [`g${index}`], resources: ['*', 'pods/exec'], verbs: ['*', 'escalate'] })),
        before,
      ),
    ),
  'a Role of one wide rule': (count, before) =>
    role({
      apiGroups: ['', ...many(count, (index) => `g${index}`)],
      resources: ['pods/exec', ...many(count, (index) => (before ? `x${index}/*` : `y${index}/*`))],
      verbs: many(count, (index) => (index % 2 === 0 ? 'escalate' : 'create')),
    }),
  'a Role that names a door many times': (count) =>
    role({
      apiGroups: [''],
      resources: many(count, () => 'pods/exec'),
      verbs: ['create', ...many(count, () => 'escalate')],
    }),
  'a Role of every verb, over and over': (count) =>
    role({ apiGroups: [''], resources: many(count, (index) => `r${index}`), verbs: many(count, () => '*') }),
  'a Role of many rules that were one': (count, before) => {
    const resources = many(count, (index) => `r${index}/*`);
    if (before) return role({ apiGroups: many(count, () => ''), resources, verbs: many(count, () => 'escalate') });
    return role(...resources.map((one) => ({ apiGroups: [''], resources: [one], verbs: ['escalate'] })));
  },
  'a Role whose rules grant every verb together': (count) =>
    role(
      ...many(count, (index) => ({
        apiGroups: many(8, (group) => `g${group}`),
        resources: many(8, (resource) => `r${Math.floor(index / 7)}-${resource}`),
        verbs: [['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'][index % 7] ?? ''],
      })),
    ),
  'a Role of two wide rules that grant every verb together': (count) => {
    const all = { apiGroups: many(count, (index) => `g${index}`), resources: many(count, (index) => `r${index}`) };
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    return role({ ...all, verbs: verbs.slice(0, 4) }, { ...all, verbs: verbs.slice(4) });
  },
  'a Role of a long group, and resources on which two rules grant every verb': (count) => {
    const all = { apiGroups: ['g'.repeat(5 * count)], resources: many(count, (index) => `r${index}`) };
    return role(
      { ...all, verbs: ['get', 'list', 'watch', 'create'] },
      { ...all, verbs: ['update', 'patch', 'delete'] },
    );
  },
  'a RoleBinding of many subjects': (count, before) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'all' },
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: turned(
      many(count, (index) => ({ kind: 'User', name: `u${index}` })),
      before,
    ),
  }),
  'a ConfigMap of many keys': (count, before) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'all' },
    data: keyed(
      count,
      (index) => `password-${before ? count - index : index}`,
      () => 'tall-ships',
    ),
    binaryData: keyed(
      count,
      (index) => `token-${index}`,
      () => 'YWJj',
    ),
  }),
  'a ConfigMap of one long text': (count) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'all' },
    data: { text: 'a://b:$a__ host=;pwd= ?password=$a__ BEGIN A '.repeat(count) },
  }),
  'an autoscaler of many metrics': (count, before) =>
    autoscaler({
      metrics: many(count, (index) => ({
        type: 'Resource',
        resource: { name: `r${before ? count - index : index}`, target: { type: 'Utilization' } },
      })),
    }),
  'a disruption budget of many labels': (count) =>
    budget({
      minAvailable: '100%',
      selector: {
        matchLabels: keyed(
          count,
          (index) => `l${index}`,
          () => 'x',
        ),
      },
    }),
  'a Service of many addresses': (count, before) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'all' },
    spec: {
      externalIPs: turned(
        many(count, (index) => `10.${index >> 8}.${index & 255}.1`),
        before,
      ),
    },
  }),
  'a StatefulSet of many claims, and a list of them': (count) => {
    const names = many(count, (index) => `claim-${index}`);
    const made = statefulSet({}, { volumeClaimTemplates: names.map((name) => ({ metadata: { name } })) });
    const annotations = { 'backup.velero.io/backup-volumes': many(count, (index) => `other-${index}`).join(',') };
    const spec = made['spec'] as JsonObject; // the builder gives it one
    return { ...made, spec: { ...spec, template: { ...(spec['template'] as JsonObject), metadata: { annotations } } } };
  },
  'metadata of many managers, owners, labels and annotations': (count) =>
    pod(
      {},
      {
        managedFields: many(count, (index) => ({
          manager: `m${index}`,
          operation: 'Apply',
          apiVersion: `g${index}/v1`,
        })),
        ownerReferences: many(count, () => null),
        labels: keyed(
          count,
          (index) => `l${index}`,
          () => 'x',
        ),
        annotations: keyed(
          count,
          (index) => `container.apparmor.security.beta.kubernetes.io/c${index}`,
          () => 'unconfined',
        ),
      },
    ),
};

const inOneContainer = Object.entries(inContainer).map(([name, make]): LongObject => ({
  name: `a container of many ${name}`,
  make: (count, before) => pod({ containers: [{ name: 'app', image: image(0, before), ...make(count, before) }] }),
}));
/** Nearly every policy looks at each container, so that half as many take as long as others. */
const inOnePod = Object.entries(inPod).map(([name, make]): LongObject => ({
  name: `a Deployment of many ${name}`,
  make: (count, before) => deployment(make(name.includes('containers') ? count >> 1 : count, before), { replicas: 3 }),
}));
const inOneDeployment = Object.entries(inDeployment).map(([name, make]): LongObject => ({
  name: `a Deployment of many ${name}`,
  make: (count, before) => deployment({}, { replicas: 3, ...make(count, before) }),
}));

/** An object for each list that a kind under judgement has. */
export const longObjects: readonly LongObject[] = [
  ...inOneContainer,
  ...inOnePod,
  ...inOneDeployment,
  ...Object.entries(others).map(([name, make]) => ({ name, make })),
];
