import type { FactName } from '../policy/facts.js';
import type { Category } from '../policy/policy.js';
import { weaker } from './finding.js';
import type { Mode } from './finding.js';
import type { ProfiledPolicy, ProfileSettings } from './profile.js';
import type { Rules } from './rules.js';
import type { OptIn } from './scope.js';

/** A policy in force, with the most that its findings may do. */
export interface Selected extends ProfiledPolicy {
  readonly mode: Mode;
}

/** The policies that judge, and the facts that they look at. */
export interface Judges {
  readonly judges: readonly Selected[];
  readonly needs: ReadonlySet<FactName>;
}

/** What holds in a namespace: the policies that judge, and those that add what is missing. */
export interface Selection extends Judges {
  readonly injectors: readonly Injector[];
  /** The settings of a policy that judges or, where it does not, of one that belongs to the profile that adds. */
  readonly settingsOf: (id: string) => ProfileSettings | undefined;
}

/** A policy that adds what is missing. */
export interface Injector extends ProfiledPolicy {
  /** The same policy with the same settings among those that judge, which need not be asked twice. */
  readonly judge: Selected | undefined;
}

/** Gives what holds for an opt-in. */
export type Select = (optIn: OptIn) => Selection;

/** The same labels select the same policies, and there are no more combinations than profiles allow. */
export function createSelect(rules: Rules): Select {
  const selections = new Map<string, Selection>();
  return (optIn) => {
    const { enforce = '', warn = '', audit = '', inject: injectProfile = '' } = optIn;
    const key = `${enforce}\n${warn}\n${audit}\n${injectProfile}`;
    let selection = selections.get(key);
    if (selection === undefined) {
      selection = select(rules, optIn);
      selections.set(key, selection);
    }
    return selection;
  };
}

/**
 * The policies in force for an opt-in, with steps 1 to 3 of the mode settled: the strongest label whose profile
 * contains the policy, lowered to the policy's own mode there, lowered to the ceiling.
 */
export function select(rules: Rules, optIn: OptIn): Selection {
  const judges: Selected[] = [];
  const injectors: Injector[] = [];
  for (const { meta } of rules.policies) {
    const judge = strongest(rules, optIn, meta.id);
    if (judge !== undefined) judges.push(judge);
    // The ceiling of audit is the dry run of the whole installation: nothing is changed either.
    const injector = rules.ceiling === 'audit' ? undefined : find(rules, optIn.inject, meta.id);
    if (injector?.inject !== true) continue;
    injectors.push({ ...injector, judge: judge?.settings === injector.settings ? judge : undefined });
  }
  const settings = new Map(judges.map((judge) => [judge.policy.meta.id, judge.settings]));
  const settingsOf = (id: string): ProfileSettings | undefined =>
    settings.get(id) ?? find(rules, optIn.inject, id)?.settings;
  return { ...judging(judges), injectors, settingsOf };
}

/** Policies that judge together. */
export function judging(judges: readonly Selected[]): Judges {
  return { judges, needs: new Set(judges.flatMap(({ policy }) => policy.needs ?? [])) };
}

function strongest(rules: Rules, optIn: OptIn, id: string): Selected | undefined {
  for (const label of ['enforce', 'warn', 'audit'] as const) {
    const profiled = find(rules, optIn[label], id);
    if (profiled !== undefined) return { ...profiled, mode: weaker(rules.ceiling, weaker(label, profiled.mode)) };
  }
  return undefined;
}

function find(rules: Rules, profile: string | undefined, id: string): ProfiledPolicy | undefined {
  return profile === undefined ? undefined : rules.profiles.get(profile)?.policies.get(id);
}

/** Which categories have a say about a part of a Pod that is changed on its own; any other part: all of them. */
const categoriesOf: Readonly<Record<string, readonly Category[]>> = {
  ephemeralcontainers: ['images', 'pod-security'],
  resize: ['resources'],
};

/** Whether a policy judges a change of this part of the object. */
export function concerns(category: Category, subresource: string | undefined): boolean {
  if (subresource === undefined || !Object.hasOwn(categoriesOf, subresource)) return true;
  return categoriesOf[subresource]?.includes(category) === true;
}
