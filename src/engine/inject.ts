import type { JsonObject } from '../policy/json.js';
import { editsOfLimitRanges } from '../policy/limit-range.js';
import { fieldPath } from '../policy/pointer.js';
import type { Edit, PolicyMeta, Violation } from '../policy/policy.js';
import { remember } from '../policy/remember.js';
import { workloads } from '../policy/workload.js';
import type { Workload } from '../policy/workload.js';
import { containerIn } from './container-index.js';
import { applyEdits } from './edit.js';
import { see, violationsOf } from './evaluate.js';
import type { Circumstances, Sight } from './evaluate.js';
import type { ProfiledPolicy } from './profile.js';

/** One value that a policy adds. */
export interface Injection {
  readonly policy: PolicyMeta;
  readonly edit: Edit;
  /** The name of the container that it is added to. */
  readonly container?: string;
  /** The field as people write it, without the container's own place: resources.requests.cpu. */
  readonly field: string;
}

export interface Injected {
  readonly sight: Sight;
  readonly injections: readonly Injection[];
}

/**
 * Adds what the policies may add unasked, on a working copy. Nothing that the user set is changed.
 * `violations` tells what a policy says about the object as it is, so that no policy has to be asked twice.
 */
export function inject<Injector extends ProfiledPolicy>(
  injectors: readonly Injector[],
  sight: Sight,
  violations: (injector: Injector) => readonly Violation[],
): Injected {
  const wanted: Injection[] = [];
  for (const injector of injectors) {
    for (const { fix = [] } of violations(injector)) {
      for (const edit of fix) wanted.push(describe(injector, edit, sight));
    }
  }
  if (wanted.length === 0) return { sight, injections: [] };
  const edits = wanted.map(({ edit }) => edit);
  const { object, applied } = applyEdits(sight.object, edits, { overwrite: false });
  if (applied.length === 0) return { sight, injections: [] };
  const done = new Set(applied);
  return { sight: see(object, sight.kind), injections: wanted.filter(({ edit }) => done.has(edit)) };
}

/** A related workload with what its Pods will be given. `around` is told of the object that is judged, of which it is no update. */
export function injectRelated(injectors: readonly ProfiledPolicy[], related: Sight, around: Circumstances): JsonObject {
  const beside = { ...around, previous: undefined };
  return inject(injectors, related, (injector) => violationsOf(injector, related, beside)).sight.object;
}

/** A workload with what the LimitRanges of its namespace will give its Pods, as far as they can be seen. */
export function withLimitRanges(sight: Sight, { facts, namespace }: Circumstances): Sight {
  const workload = sight.viewFor(workloads) as Workload | undefined; // what that target's view gives
  const ranges = workload && facts.inventory('LimitRange', namespace ?? sight.ownNamespace);
  if (workload === undefined || ranges?.known !== true) return sight;
  const edits = editsOfLimitRanges(workload.containers, ranges.value);
  // An edit sets all that a container has, with its own amounts as they are.
  const { object } = applyEdits(sight.object, edits, { overwrite: true });
  return object === sight.object ? sight : see(object, sight.kind);
}

/** Within containers the same few fields are missing over and over. */
const fieldOf = remember(fieldPath);

function describe({ policy }: ProfiledPolicy, edit: Edit, sight: Sight): Injection {
  const found = containerIn(sight.viewFor(policy.target), edit.path);
  const field = found === undefined ? fieldPath(edit.path) : fieldOf(edit.path.slice(found.path.length));
  return { policy: policy.meta, edit, field, ...(found !== undefined && { container: found.name }) };
}
