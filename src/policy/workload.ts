import { containersOf } from './container.js';
import type { Container, Misfit } from './container.js';
import { dig, field, isObject, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer, Segment } from './pointer.js';
import { dottedGroupOf } from './target.js';
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
  /** Of a custom resource with its group behind it, so that nobody takes StatefulSet.apps.kruise.io for Kubernetes' own. */
  readonly kind: string;
  /** Whether it is of a kind that nothing is known of but that it has the shape of a workload. */
  readonly isCustom: boolean;
  readonly object: JsonObject;
  /** Whether the object is the Pod itself, and not a template for one. */
  readonly isPod: boolean;
  readonly isWindows: boolean;
  /** Whether the pod has a user namespace of its own (`hostUsers: false`), so that its root is not the node's. */
  readonly hasUserNamespace: boolean;
  /** Whether the pod is meant to run until it is told to stop: no Job, and restarted always. */
  readonly isLongRunning: boolean;
  /** Empty where there is none; `misfit` then says what stands in its place. */
  readonly spec: PodSpec;
  readonly misfit: Misfit | undefined;
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

/** Where each kind keeps its pod spec, whatever its version. */
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

/** The group of the one kind among them that is not Kubernetes' own. */
const OPENSHIFT = 'apps.openshift.io';

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

/** The latest view, and the kind of its object: other targets look through it as well, and nobody writes to an object under review. */
let latest: { readonly kind: string; readonly view: Workload } | undefined;

/** The view of an object that carries a pod, or undefined when it carries none. Safe for objects that nobody validated. */
export function viewWorkload(object: JsonObject, kind: string): Workload | undefined {
  if (latest?.view.object === object && latest.kind === kind) return latest.view;
  const view = makeView(object, kind);
  if (view !== undefined) latest = { kind, view };
  return view;
}

function makeView(object: JsonObject, kind: string): Workload | undefined {
  const isCustom = !isKnown(object, kind);
  const path = isCustom ? pathByShape(object) : specPaths[kind];
  if (path === undefined) return undefined;
  const found = dig(object, ...path);
  const spec: PodSpec = isObject(found) ? found : {};
  const base = pointer('', ...path);
  const metadata = [...path.slice(0, -1), 'metadata'];
  const podMetadata = dig(object, ...metadata);
  return {
    kind: isCustom ? nameOfCustom(object, kind) : kind,
    isCustom,
    object,
    isPod: path === specPaths['Pod'],
    isWindows: dig(spec, 'os', 'name') === 'windows',
    hasUserNamespace: spec.hostUsers === false,
    isLongRunning: kind !== 'Job' && path !== JOB_TEMPLATE && restartsAlways(spec),
    spec,
    misfit: isObject(found) ? undefined : misfitOn(path, object),
    podMetadata: isObject(podMetadata) ? podMetadata : undefined,
    securityContext: objectAt(spec, 'securityContext'),
    containers: containersOf(spec, base),
    at: (...segments) => pointer(base, ...segments),
    atPodMetadata: (...segments) => pointer('', ...metadata, ...segments),
  };
}

/** The first on the way to the spec that is no object. In no kind is the template optional: the API server refuses that too. */
function misfitOn(path: readonly string[], object: JsonObject): Misfit {
  const depth = path.findIndex((_, index) => !isObject(dig(object, ...path.slice(0, index + 1))));
  const way = path.slice(0, depth + 1);
  const fault = dig(object, ...way) === undefined ? 'is missing' : 'is no object';
  return { path: pointer('', ...way), text: `${way.join('.')} ${fault}` };
}

/** Absent, null and empty mean Always to the API server. */
function restartsAlways(spec: PodSpec): boolean {
  const restartPolicy = field(spec, 'restartPolicy') ?? '';
  return restartPolicy === 'Always' || restartPolicy === '';
}

/**
 * A kind of Kubernetes' own has its place even when nothing is there. Others call theirs by the same names, such as the Job of
 * batch.volcano.sh: to them, as to every other, nothing is added that is not there.
 */
function isKnown(object: JsonObject, kind: string): boolean {
  if (!Object.hasOwn(specPaths, kind)) return false;
  const group = dottedGroupOf(object);
  return group === undefined || (group === OPENSHIFT && kind === 'DeploymentConfig');
}

function pathByShape(object: JsonObject): readonly string[] | undefined {
  return [TEMPLATE, JOB_TEMPLATE].find((path) => Array.isArray(dig(object, ...path, 'containers')));
}

function nameOfCustom(object: JsonObject, kind: string): string {
  const group = dottedGroupOf(object);
  return group === undefined ? kind : `${kind}.${group}`;
}
