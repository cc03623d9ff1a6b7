import type { FactName } from '../policy/facts.js';
import { isObject } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import type { Policy } from '../policy/policy.js';
import type { SettingsOf, SettingsSchema } from '../policy/settings.js';
import { modes } from './finding.js';
import type { Mode } from './finding.js';
import { findProfileProblems } from './profile-problems.js';
import type { Validators } from './profile-problems.js';
import { createAjv } from './schema.js';
import { hasSources } from './sources.js';
import { withDefaults } from './defaults.js';
import type { Problem, Validator } from './schema.js';

/** One policy in a profile: false turns it off; an object holds its mode, whether it injects, and its settings. */
export type PolicyEntry = false | JsonObject;

/** A profile as it is written down. */
export interface ProfileDefinition {
  /** The profile that this one adds to. */
  readonly extends?: string;
  readonly policies: Readonly<Record<string, PolicyEntry>>;
}

export type ProfileDefinitions = Readonly<Record<string, ProfileDefinition>>;

/** The settings of a policy after its own schema has admitted them. */
export type ProfileSettings = SettingsOf<SettingsSchema>;

/** A policy with what one profile makes of it. */
export interface ProfiledPolicy {
  readonly policy: Policy;
  /** The most that its findings may do in this profile. */
  readonly mode: Mode;
  readonly inject: boolean;
  /** Complete: the defaults are filled in. */
  readonly settings: ProfileSettings;
}

/** The policies of a profile, in the order of the list of policies. */
export interface Profile {
  readonly name: string;
  readonly policies: ReadonlyMap<string, ProfiledPolicy>;
}

export interface ProfileSources {
  readonly policies: readonly Policy[];
  readonly builtin: ProfileDefinitions;
  /** The operator's own: a built-in name adds to that profile, a new name has to extend one. */
  readonly own: ProfileDefinitions;
  /** The facts that there is a source for. A policy that needs another can only warn. */
  readonly sources: ReadonlySet<FactName>;
}

/** Compiles every profile once; the problems are those of the operator's own definitions, with pointers into them. */
export function compileProfiles(from: ProfileSources): {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly problems: readonly Problem[];
} {
  const validators = compileEntries(from.policies);
  const problems = [...findProfileProblems(from, validators)];
  const profiles = new Map<string, Profile>();
  if (problems.length > 0) return { profiles, problems };
  for (const name of new Set([...Object.keys(from.builtin), ...Object.keys(from.own)])) {
    profiles.set(name, { name, policies: profilePolicies(mergedEntries(name, from), from) });
  }
  return { profiles, problems };
}

/** A policy's complete settings from partial ones, as a profile that says no more would have it; throws when ajv refuses them. */
export function completeSettings(policy: Policy, partial: JsonObject = {}): ProfileSettings {
  const validate = compileEntries([policy]).get(policy.meta.id);
  const filled = structuredClone(partial) as Record<string, unknown>;
  if (validate?.(filled) !== true) throw new TypeError(JSON.stringify(validate?.errors));
  return filled as ProfileSettings;
}

/** What may stand at each policy: its settings, and the two keys that every policy has. The validator fills in defaults. */
function compileEntries(policies: readonly Policy[]): Validators {
  const ajv = createAjv();
  const compiled = new Map<string, Validator>();
  const own = { mode: { type: 'string', enum: [...modes, 'off'] }, inject: { type: 'boolean' } };
  const compile = ({ settings }: Policy): Validator =>
    ajv.compile({ type: 'object', additionalProperties: false, properties: { ...own, ...settings } });
  return {
    get: (id) => {
      const policy = policies.find(({ meta }) => meta.id === id);
      const validate = compiled.get(id) ?? (policy === undefined ? undefined : compile(policy));
      if (validate !== undefined) compiled.set(id, validate);
      return validate;
    },
  };
}

function profilePolicies(
  entries: ReadonlyMap<string, PolicyEntry>,
  { policies, sources }: ProfileSources,
): ReadonlyMap<string, ProfiledPolicy> {
  const profiled = new Map<string, ProfiledPolicy>();
  for (const policy of policies) {
    const entry = entries.get(policy.meta.id);
    if (!isObject(entry) || entry['mode'] === 'off') continue;
    const { mode = 'enforce', inject = policy.injectable === true, ...partial } = entry;
    const settings = withDefaults(policy.settings, partial);
    const blind = !hasSources(policy, sources) && mode === 'enforce';
    // A validator has admitted the mode, or a test the shipped profiles: it is one of the three.
    profiled.set(policy.meta.id, {
      policy,
      mode: blind ? 'warn' : (mode as Mode),
      inject: inject === true,
      settings: freeze(settings) as ProfileSettings, // admitted as the mode was
    });
  }
  return profiled;
}

/** All that the chain of `extends` says, the furthest first. The chain is known to end. */
function mergedEntries(name: string, from: ProfileSources): ReadonlyMap<string, PolicyEntry> {
  const layers = [from.builtin, from.own].map((all) => (Object.hasOwn(all, name) ? all[name] : undefined));
  const base = layers.find((layer) => layer?.extends !== undefined)?.extends;
  const entries = new Map(base === undefined ? [] : mergedEntries(base, from));
  for (const layer of layers) {
    for (const [id, entry] of Object.entries(layer?.policies ?? {}))
      entries.set(id, mergeEntry(entries.get(id), entry));
  }
  return entries;
}

/** A policy that is switched off forgets its settings; one that is set again starts from what its base said. */
function mergeEntry(base: PolicyEntry | undefined, over: PolicyEntry): PolicyEntry {
  return isObject(base) && isObject(over) ? merge(base, over) : over;
}

/** Objects are merged key by key; anything else replaces what was there. */
function merge(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isObject(value) && isObject(before) ? merge(before, value) : value;
  }
  return merged;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
