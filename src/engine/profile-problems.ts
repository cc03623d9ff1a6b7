import type { FactName } from '../policy/facts.js';
import { isObject } from '../policy/json.js';
import { pointer } from '../policy/pointer.js';
import type { Policy } from '../policy/policy.js';
import { quote } from '../policy/quote.js';
import { didYouMean } from './nearest.js';
import { profileHint } from './profile-hint.js';
import { problemsOf } from './schema.js';
import type { Problem, Validator } from './schema.js';
import { hasSources } from './sources.js';

/** What is needed of a profile's definition to find what is wrong with it. */
interface Definition {
  readonly extends?: string;
  readonly policies: Readonly<Record<string, unknown>>;
}

interface Definitions {
  readonly policies: readonly Policy[];
  readonly builtin: Readonly<Record<string, Definition>>;
  readonly own: Readonly<Record<string, Definition>>;
  readonly sources: ReadonlySet<FactName>;
}

/** The validators of what may stand at each policy, by its id. Each is compiled when it is asked for: that takes milliseconds. */
export interface Validators {
  readonly get: (id: string) => Validator | undefined;
}

/** Everything that is wrong with the operator's own profiles, with pointers into them. */
export function* findProfileProblems(from: Definitions, validators: Validators): Iterable<Problem> {
  for (const [name, definition] of Object.entries(from.own)) {
    yield* checkExtends(name, definition.extends, from);
    for (const [id, entry] of Object.entries(definition.policies)) {
      yield* checkEntry(pointer('', name, 'policies', id), { id, entry }, from, validators);
    }
  }
}

function* checkExtends(name: string, base: string | undefined, { builtin, own }: Definitions): Iterable<Problem> {
  const names = [...new Set([...Object.keys(builtin), ...Object.keys(own)])].filter((other) => other !== name);
  const path = pointer('', name, 'extends');
  if (Object.hasOwn(builtin, name)) {
    if (base !== undefined) yield { path, message: `${name} is built in and extends itself: leave "extends" out` };
  } else if (base === undefined) {
    yield { path: pointer('', name), message: `a new profile needs "extends": one of ${names.join(', ')}` };
  } else if (base === name || reaches(base, name, own)) {
    yield { path, message: `${quote(name)} extends itself in a circle` };
  } else if (!names.includes(base)) {
    yield { path, message: `unknown profile ${quote(base)}${profileHint(base, names)}` };
  }
}

function reaches(start: string, goal: string, own: Definitions['own']): boolean {
  const seen = new Set<string>();
  let at: string | undefined = start;
  while (at !== undefined && at !== goal && !seen.has(at)) {
    seen.add(at);
    at = Object.hasOwn(own, at) ? own[at]?.extends : undefined;
  }
  return at === goal;
}

function* checkEntry(
  path: string,
  { id, entry }: { readonly id: string; readonly entry: unknown },
  { policies, sources }: Definitions,
  validators: Validators,
): Iterable<Problem> {
  const policy = policies.find(({ meta }) => meta.id === id);
  const validate = validators.get(id);
  if (policy === undefined || validate === undefined) {
    const ids = policies.map(({ meta }) => meta.id);
    yield { path, message: `unknown policy ${quote(id)}${didYouMean(id, ids)}` };
    return;
  }
  if (!isObject(entry)) return;
  if (!validate(structuredClone(entry))) yield* problemsOf(validate.errors, path);
  if (entry['inject'] === true && policy.injectable !== true) {
    yield { path: `${path}/inject`, message: `${id} has nothing that is safe to inject` };
  }
  if (entry['mode'] === 'enforce' && !hasSources(policy, sources)) {
    yield {
      path: `${path}/mode`,
      message: `${id} cannot be enforced without a source of evidence; configure one under "images"`,
    };
  }
}
