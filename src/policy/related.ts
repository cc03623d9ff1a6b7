import { RBAC } from './access-rule.js';
import { grantsEverything } from './grant.js';
import { CILIUM_MODE, markOfController } from './ingress-balancer.js';
import { canaryAnnotations } from './ingress-canary.js';
import { hasConditions, routingAnnotations } from './ingress-routing.js';
import { dig, field, isObject, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer, segmentsOf } from './pointer.js';
import type { Pointer } from './pointer.js';
import { groupOf } from './target.js';
import type { Resource } from './target.js';

/** A kind of objects that policies look up beside the one they judge. */
export interface RelatedKind {
  readonly resource: Resource;
  /** What is kept of one, in the shape that the API server sends: the fields that policies read, and no other. */
  readonly keep: (object: JsonObject) => JsonObject;
}

/** What is kept of a value: all of it, or of what stands under names. `*` stands for each item of a list, and `a*` for names from a. */
type Wanted = 'all' | ReadonlyMap<string, Wanted>;

/** Beside the fields that are named, every object keeps its name and its namespace. */
function keeping(...paths: readonly Pointer[]): RelatedKind['keep'] {
  const wanted = wantedBy(['/metadata/name', '/metadata/namespace', ...paths].map(segmentsOf));
  return (object) => {
    const kept = pick(object, wanted);
    return isObject(kept) ? kept : {};
  };
}

/** Puts together what paths lead to, as segments of pointers. */
function wantedBy(paths: readonly (readonly string[])[]): Wanted {
  if (paths.some((path) => path.length === 0)) return 'all';
  const names = new Set(paths.map(([first]) => first ?? ''));
  const restsAfter = (name: string): readonly (readonly string[])[] =>
    paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
  return new Map([...names].map((name) => [name, wantedBy(restsAfter(name))]));
}

const NOTHING: Wanted = new Map();

/** Takes what is wanted and nothing around it. A list keeps its length, so that what is kept of its items stays in its place. */
function pick(value: Json, wanted: Wanted): Json | undefined {
  if (wanted === 'all') return value;
  if (Array.isArray(value)) {
    const ofItem = wanted.get('*') ?? NOTHING;
    return (value as readonly Json[]).map((item) => pick(item, ofItem) ?? null);
  }
  if (!isObject(value)) return undefined;
  const kept: Record<string, Json | undefined> = {};
  for (const [name, ofField] of wanted) {
    for (const one of namesLike(name, value)) {
      const inner = field(value, one);
      const found = inner === undefined ? undefined : pick(inner, ofField);
      if (found !== undefined) kept[one] = found;
    }
  }
  return kept;
}

function namesLike(name: string, value: JsonObject): readonly string[] {
  if (!name.endsWith('*') || name === '*') return [name];
  return Object.keys(value).filter((one) => one.startsWith(name.slice(0, -1)));
}

/** Whether a role is the equal of cluster-admin is all that is asked of it, and roles are many: one rule says it for however many. */
function keepRole(object: JsonObject): JsonObject {
  return { ...keepName(object), rules: grantsEverything(object) ? [EVERYTHING] : [] };
}

const EVERYTHING = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] } as const;

const keepName = keeping();

/** What tells whose pods they are, how many there are, and what their containers ask for or will be given to ask for. */
const keepScaled = keeping(
  '/spec/replicas',
  '/spec/selector',
  '/spec/template/metadata/labels',
  ...['containers', 'initContainers'].flatMap((list) =>
    ['name', 'restartPolicy', 'resources'].map((name) => `/spec/template/spec/${list}/*/${name}`),
  ),
  '/spec/template/spec/resources',
);

const ofIngress = [
  '/metadata/annotations/kubernetes.io~1ingress.class',
  ...[CILIUM_MODE, ...canaryAnnotations, ...routingAnnotations].map((name) => pointer('/metadata/annotations', name)),
  '/spec/ingressClassName',
  '/spec/rules/*/host',
  '/spec/rules/*/http/paths/*/path',
  '/spec/rules/*/http/paths/*/pathType',
];

const keepRoutes = keeping(...ofIngress);
const keepRoutesToServices = keeping(
  ...ofIngress,
  '/spec/rules/*/http/paths/*/backend/service/name',
  '/spec/rules/*/http/paths/*/backend/serviceName',
);

/** Where paths lead tells only those apart whose services have conditions, which few Ingresses have. */
function keepIngress(object: JsonObject): JsonObject {
  const annotations = dig(object, 'metadata', 'annotations');
  if (!isObject(annotations)) return keepRoutes(object);
  const kept = hasConditions(annotations) ? keepRoutesToServices(object) : keepRoutes(object);
  const mark = markOfController(annotations);
  if (Object.keys(mark).length === 0) return kept;
  const metadata = objectAt(kept, 'metadata');
  return { ...kept, metadata: { ...metadata, annotations: { ...objectAt(metadata, 'annotations'), ...mark } } };
}

/** Of the rules only how many there are: whether a direction is covered does not hang on what they let through. */
const keepNetworkPolicy = keeping('/spec/podSelector', '/spec/policyTypes', '/spec/ingress/*/-', '/spec/egress/*/-');

/** What it bounds beside, such as ratios, gives no container anything. */
const keepLimitRange = keeping(
  ...['type', 'default', 'defaultRequest', 'max', 'min'].map((name) => `/spec/limits/*/${name}`),
);

const keepAutoscaler = keeping(
  ...['scaleTargetRef', 'scaleRef', 'minReplicas', 'maxReplicas'].map((name) => `/spec/${name}` as const),
);
const keepBudget = keeping('/spec/selector', '/spec/minAvailable', '/spec/maxUnavailable');

/** Every kind that a policy may look up. In a cluster each is listed and watched in the version that stands here. */
export const relatedKinds = {
  ClusterRole: {
    resource: { group: RBAC, version: 'v1', kind: 'ClusterRole', plural: 'clusterroles', clusterScoped: true },
    keep: keepRole,
  },
  Deployment: {
    resource: { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
    keep: keepScaled,
  },
  HorizontalPodAutoscaler: {
    resource: {
      group: 'autoscaling',
      version: 'v2',
      kind: 'HorizontalPodAutoscaler',
      plural: 'horizontalpodautoscalers',
    },
    keep: keepAutoscaler,
  },
  Ingress: {
    resource: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', plural: 'ingresses' },
    keep: keepIngress,
  },
  LimitRange: {
    resource: { group: '', version: 'v1', kind: 'LimitRange', plural: 'limitranges' },
    keep: keepLimitRange,
  },
  NetworkPolicy: {
    resource: { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy', plural: 'networkpolicies' },
    keep: keepNetworkPolicy,
  },
  PersistentVolumeClaim: {
    resource: { group: '', version: 'v1', kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims' },
    keep: keeping('/spec/accessModes'),
  },
  PodDisruptionBudget: {
    resource: { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets' },
    keep: keepBudget,
  },
  ResourceQuota: {
    resource: { group: '', version: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas' },
    keep: keeping('/spec/hard', '/spec/scopes', '/spec/scopeSelector'),
  },
  Role: {
    resource: { group: RBAC, version: 'v1', kind: 'Role', plural: 'roles' },
    keep: keepRole,
  },
  StatefulSet: {
    resource: { group: 'apps', version: 'v1', kind: 'StatefulSet', plural: 'statefulsets' },
    keep: keepScaled,
  },
} as const satisfies Readonly<Record<string, RelatedKind>>;

export type RelatedName = keyof typeof relatedKinds;

/** The kinds that were in the group extensions before they came to their own. What is kept of them has stayed as it was. */
const ONCE_IN_EXTENSIONS: ReadonlySet<RelatedName> = new Set([
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'NetworkPolicy',
]);

/** The kind of that name and API group in any of its versions, if a policy may look it up. */
export function relatedKindOf(object: JsonObject): RelatedName | undefined {
  const name = stringAt(object, 'kind') ?? '';
  if (!Object.hasOwn(relatedKinds, name)) return undefined;
  const related = name as RelatedName; // an own key of the table
  const { group } = relatedKinds[related].resource;
  const own = groupOf(stringAt(object, 'apiVersion') ?? '');
  return own === group || (own === 'extensions' && ONCE_IN_EXTENSIONS.has(related)) ? related : undefined;
}
