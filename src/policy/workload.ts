import { containersOf } from './container.js';
import type { Container } from './container.js';
import { dig, field, isObject, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer, Segment } from './pointer.js';
import type { Resource, Target } from './target.js';

/** The fields of a pod spec that policies read; each may hold anything at all. */
export interface PodSpec {
  readonly [field: string]: Json | undefined;
  readonly hostUsers?: Json;
  readonly restartPolicy?: Json;
  readonly terminationGracePeriodSeconds?: Json;
}

/** An object that carries a pod: the one view for Pods and for all that make them. */
export interface Workload {
  readonly kind: string;
  readonly object: JsonObject;
  /** Whether the object is the Pod itself, and not a template for one. */
  readonly isPod: boolean;
  readonly isWindows: boolean;
  /** Whether the pod has a user namespace of its own (`hostUsers: false`), so that its root is not the node's. */
  readonly hasUserNamespace: boolean;
  /** Whether the pod is meant to run until it is told to stop: no Job, and restarted always. */
  readonly isLongRunning: boolean;
  readonly spec: PodSpec;
  /** The metadata that the pod has or will get: its own, or its template's. */
  readonly podMetadata: JsonObject | undefined;
  readonly securityContext: JsonObject | undefined;
  /** Every container of every class, in the order app, init and sidecar, ephemeral. */
  readonly containers: readonly Container[];
  /** The pointer to a field of the pod spec. */
  readonly at: (...segments: readonly Segment[]) => Pointer;
  /** The pointer to a field of the pod's metadata. */
  readonly atPodMetadata: (...segments: readonly Segment[]) => Pointer;
}

const TEMPLATE = ['spec', 'template', 'spec'] as const;
const JOB_TEMPLATE = ['spec', 'jobTemplate', 'spec', 'template', 'spec'] as const;

/** Where each kind keeps its pod spec, whatever its API group and version. */
const specPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  ReplicaSet: TEMPLATE,
  ReplicationController: TEMPLATE,
  DeploymentConfig: TEMPLATE,
  Job: TEMPLATE,
  CronJob: JOB_TEMPLATE,
};

const resource = (group: string, kind: string, plural: string): Resource => ({ group, version: 'v1', kind, plural });

/** Pod and every built-in kind that carries a pod template. */
const resources: readonly Resource[] = [
  resource('', 'Pod', 'pods'),
  resource('', 'PodTemplate', 'podtemplates'),
  resource('', 'ReplicationController', 'replicationcontrollers'),
  resource('apps', 'DaemonSet', 'daemonsets'),
  resource('apps', 'Deployment', 'deployments'),
  resource('apps', 'ReplicaSet', 'replicasets'),
  resource('apps', 'StatefulSet', 'statefulsets'),
  resource('batch', 'CronJob', 'cronjobs'),
  resource('batch', 'Job', 'jobs'),
];

/** Pod and every kind that carries a pod template; custom resources by their shape. */
export const workloads: Target<Workload> = { name: 'workloads', resources, view: viewWorkload };

/** The latest view: other targets look through it as well, and nobody writes to an object under review. */
let latest: Workload | undefined;

/** The view of an object that carries a pod, or undefined when it carries none. Safe for objects that nobody validated. */
export function viewWorkload(object: JsonObject, kind: string): Workload | undefined {
  if (latest?.object === object && latest.kind === kind) return latest;
  const view = makeView(object, kind);
  latest = view ?? latest;
  return view;
}

function makeView(object: JsonObject, kind: string): Workload | undefined {
  const path = specPathOf(object, kind);
  if (path === undefined) return undefined;
  const found = dig(object, ...path);
  const spec: PodSpec = isObject(found) ? found : {};
  const base = pointer('', ...path);
  const metadata = [...path.slice(0, -1), 'metadata'];
  const podMetadata = dig(object, ...metadata);
  return {
    kind,
    object,
    isPod: kind === 'Pod',
    isWindows: dig(spec, 'os', 'name') === 'windows',
    hasUserNamespace: spec.hostUsers === false,
    isLongRunning: kind !== 'Job' && path !== JOB_TEMPLATE && restartsAlways(spec),
    spec,
    podMetadata: isObject(podMetadata) ? podMetadata : undefined,
    securityContext: objectAt(spec, 'securityContext'),
    containers: containersOf(spec, base),
    at: (...segments) => pointer(base, ...segments),
    atPodMetadata: (...segments) => pointer('', ...metadata, ...segments),
  };
}

/** Absent, null and empty mean Always to the API server. */
function restartsAlways(spec: PodSpec): boolean {
  const restartPolicy = field(spec, 'restartPolicy') ?? '';
  return restartPolicy === 'Always' || restartPolicy === '';
}

/** A known kind has its place even when nothing is there; another is a workload when it has the shape of one. */
function specPathOf(object: JsonObject, kind: string): readonly string[] | undefined {
  if (Object.hasOwn(specPaths, kind)) return specPaths[kind];
  if (Array.isArray(dig(object, ...TEMPLATE, 'containers'))) return TEMPLATE;
  if (Array.isArray(dig(object, ...JOB_TEMPLATE, 'containers'))) return JOB_TEMPLATE;
  return undefined;
}
