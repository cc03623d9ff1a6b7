import type { FactName, Facts, Severity } from './facts.js';
import type { Json, JsonObject } from './json.js';
import type { Pointer } from './pointer.js';
import type { RelatedName } from './related.js';
import type { SettingsOf, SettingsSchema } from './settings.js';
import type { Target } from './target.js';
import type { KubernetesVersion } from './version.js';

export const categories = [
  'availability',
  'resources',
  'pod-security',
  'images',
  'network',
  'configuration',
  'governance',
] as const;
export type Category = (typeof categories)[number];

/** What a policy says of itself: inert data from which documentation, reports and messages are made. */
export interface PolicyMeta {
  /** Its name everywhere: the file, the configuration, the message. */
  readonly id: string;
  /** The demand as a sentence of a few words, without a full stop. */
  readonly title: string;
  /** Why it matters in production, in at most 1,000 characters: GitHub shows 1,024 of it. */
  readonly description: string;
  /** What it counts and what it passes over, where that is much: a sentence or a few on each matter, for who wants to know. */
  readonly details?: readonly string[];
  readonly category: Category;
  readonly severity: Severity;
  /** What to do about a violation: a sentence in the imperative, with a full stop. */
  readonly remedy: string;
  readonly references: readonly string[];
  /** The release that it came with, where that is not the first. */
  readonly since?: string;
}

/** A change to an object. `set` makes missing parents, and a last segment `-` appends to a list. */
export type Edit =
  | { readonly op: 'set'; readonly path: Pointer; readonly value: Json }
  | { readonly op: 'remove'; readonly path: Pointer };

/** One thing wrong at one place. */
export interface Violation {
  readonly path: Pointer;
  /** A lower-case fragment without a full stop, at most 120 characters: what is there, and what is wanted. */
  readonly message: string;
  /** The edits that mend it, where they are known. */
  readonly fix?: readonly Edit[];
  /** What to do about this one, where it differs from the policy's own remedy. */
  readonly remedy?: string;
  /** What it is about beyond its field, such as the image: another subject in the same field is a new violation. */
  readonly subject?: string;
  /** The most that this one may do, where that is less than its policy may. */
  readonly atMost?: 'warn' | 'audit';
  /**
   * The id of the policy that says the same better, of the same place or the field around it: where that one finds it too, and does
   * at least as much about it, people are told once.
   */
  readonly saidBy?: string;
}

/** Settings whose schema is another policy's affair. */
export type OtherSettings = Readonly<Record<string, unknown>>;

/** What a check sees besides the object. */
export interface Context<Settings = unknown, View = unknown> {
  readonly settings: Settings;
  /** The time of the review, in milliseconds since 1970. */
  readonly now: number;
  readonly kubernetesVersion: KubernetesVersion;
  readonly facts: Facts;
  /** Where the object is, or will be, as far as anybody knows: a template that is applied names none. */
  readonly namespace: string | undefined;
  /** Who asks, as the API server authenticated them; absent outside admission. */
  readonly user: string | undefined;
  /** The plural of the kind that is asked about: deployments, also where the object is the Scale of one; absent outside admission. */
  readonly resource?: string | undefined;
  /** Whether the object was read from a file: no admission has added to it yet what it adds to every new Pod. */
  readonly isManifest: boolean;
  /** Whether a regular expression of a setting (RE2) matches the whole text. It takes a time linear in the text. */
  readonly matches: (pattern: string, text: string) => boolean;
  /**
   * A related workload as its Pods will run: with what they will be given where the namespace opts in to injection, and the same
   * object elsewhere. Of fields that `relatedKinds` does not keep it says nothing.
   */
  readonly injected: (workload: JsonObject, kind: RelatedName) => JsonObject;
  /** On an UPDATE: the view of the object as it was. */
  readonly previous: View | undefined;
  /** The settings of another policy by its id, where it is in force as well: what one adds, the other must not find wrong. */
  readonly settingsOf: (id: string) => OtherSettings | undefined;
}

interface PolicyDefinition<View, Schema extends SettingsSchema> {
  readonly meta: PolicyMeta;
  readonly target: Target<View>;
  readonly settings: Schema;
  readonly needs?: readonly FactName[];
  /** The kinds that it looks up in the inventory. */
  readonly related?: readonly RelatedName[];
  /** The fix is safe to make unasked, on Pods that are being created. */
  readonly injectable?: true;
  /** It judges on the command line and in the audit alone: what it looks at is not there, or past mending, at admission. */
  readonly offline?: true;
  /** Pure and synchronous. Yields what is wrong, in the order of the object. */
  readonly check: (view: View, context: Context<SettingsOf<Schema>, View>) => Iterable<Violation>;
}

/** A policy as the engine sees it: its view and settings are its own affair. */
export type Policy = PolicyDefinition<unknown, SettingsSchema>;

/** Gives a policy its types: the view from its target, the settings from their schema. */
export function definePolicy<View, const Schema extends SettingsSchema>(
  policy: PolicyDefinition<View, Schema>,
): Policy {
  // The engine hands a check the view that its own target made and settings that its own schema admitted.
  return policy as unknown as Policy;
}
