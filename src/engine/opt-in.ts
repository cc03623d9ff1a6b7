import type { Profile } from './profile.js';
import type { OptIn } from './scope.js';

/** What begins the key of every label that is Seaworthy's. */
export const LABEL_PREFIX = 'seaworthy.dev/';

/** What a namespace can ask for, the strongest first: the words of its labels after the prefix. */
export const optInNames = ['enforce', 'warn', 'audit', 'inject'] as const satisfies readonly (keyof OptIn)[];

/** The profile that a label counts as when it names none: a typing error must not open the door. */
export const FALLBACK_PROFILE = 'production';

/** What a namespace's labels ask for, once every value is the name of a profile. */
export interface ResolvedOptIn {
  readonly optIn: OptIn;
  /** The labels whose value names no profile, such as enforce: prodution. */
  readonly unknown: readonly { readonly label: keyof OptIn; readonly value: string }[];
}

/** Labels as a Namespace carries them, other people's among them, with the fallback for each value that names no profile. */
export function resolveOptIn(
  labels: Readonly<Record<string, string>>,
  profiles: ReadonlyMap<string, Profile>,
): ResolvedOptIn {
  const optIn: { -readonly [Name in keyof OptIn]: OptIn[Name] } = {};
  const unknown: { label: keyof OptIn; value: string }[] = [];
  for (const label of optInNames) {
    const key = LABEL_PREFIX + label;
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value === undefined) continue;
    if (!profiles.has(value)) unknown.push({ label, value });
    optIn[label] = profiles.has(value) ? value : FALLBACK_PROFILE;
  }
  return { optIn, unknown };
}
