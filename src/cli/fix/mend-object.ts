import { applyEdits } from '../../engine/edit.js';
import type { Finding } from '../../engine/finding.js';
import type { Inspect } from '../../engine/inspect.js';
import type { Scope } from '../../engine/scope.js';
import type { JsonObject } from '../../policy/json.js';
import type { Edit } from '../../policy/policy.js';
import { isSame } from './same.js';
import { touchVariable } from './variable.js';

/** How objects are judged before and after they are mended. */
export interface Judge {
  readonly inspect: Inspect;
  readonly scope: Scope;
}

/** What has to be done to an object. */
export interface Cure {
  /** In the order in which they are made. None when there is nothing to mend. */
  readonly edits: readonly Edit[];
  /** The policies whose fixes these are, sorted. */
  readonly policies: readonly string[];
  /** What was wrong at first. */
  readonly before: readonly Finding[];
  /** What is still wrong afterwards. */
  readonly after: readonly Finding[];
  /** The object as it is then. */
  readonly mended: JsonObject;
}

/** One fix may call for another; fixes that have not come to rest after so many rounds undo one another. */
const MOST_ROUNDS = 10;

/** Finds the edits after which no finding has a fix any more. Undefined when there is no end to them. The object is not written to. */
export async function mendObject(object: JsonObject, kind: string, judge: Judge): Promise<Cure | undefined> {
  const find = async (state: JsonObject): Promise<readonly Finding[]> =>
    (await judge.inspect(state, kind, judge.scope)).findings;
  const before = await find(object);
  const edits: Edit[] = [];
  const policies = new Set<string>();
  let [state, after] = [object, before];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const current = state;
    const wanted = after.flatMap(({ fix = [] }) => (touchVariable(current, fix) ? [] : fix));
    const { object: next, applied } = applyEdits(state, wanted, { overwrite: true });
    if (isSame(next, state)) return { edits, policies: [...policies].sort(), before, after, mended: state };
    edits.push(...applied);
    const done = new Set(applied);
    for (const { policy, fix = [] } of after) if (fix.some((edit) => done.has(edit))) policies.add(policy.id);
    state = next;
    after = await find(next);
  }
  return undefined;
}
