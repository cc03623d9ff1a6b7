import { fieldPath } from '../policy/pointer.js';
import type { Edit, PolicyMeta } from '../policy/policy.js';
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

/** Adds what the policies may add unasked, on a working copy. Nothing that the user set is changed. */
export function inject(injectors: readonly ProfiledPolicy[], sight: Sight, around: Circumstances): Injected {
  const wanted: Injection[] = [];
  for (const injector of injectors) {
    for (const { fix = [] } of violationsOf(injector, sight, around)) {
      for (const edit of fix) wanted.push(describe(injector, edit, sight));
    }
  }
  if (wanted.length === 0) return { sight, injections: [] };
  const edits = wanted.map(({ edit }) => edit);
  const { object, applied } = applyEdits(sight.object, edits, { overwrite: false });
  const done = new Set(applied);
  return { sight: see(object, sight.kind), injections: wanted.filter(({ edit }) => done.has(edit)) };
}

function describe({ policy }: ProfiledPolicy, edit: Edit, sight: Sight): Injection {
  const found = containerIn(sight.viewFor(policy.target), edit.path);
  const field = fieldPath(found === undefined ? edit.path : edit.path.slice(found.path.length));
  return { policy: policy.meta, edit, field, ...(found !== undefined && { container: found.name }) };
}
