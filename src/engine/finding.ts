import type { Pointer } from '../policy/pointer.js';
import type { Edit, PolicyMeta } from '../policy/policy.js';

/** What a finding does: deny, warn the client, or be recorded only. From weak to strong. */
export const modes = ['audit', 'warn', 'enforce'] as const;
export type Mode = (typeof modes)[number];

/** A violation with its policy and its mode. The object is known to whoever asked. */
export interface Finding {
  readonly policy: PolicyMeta;
  readonly mode: Mode;
  readonly path: Pointer;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The name of the container that it is about. */
  readonly container?: string;
  /** The edits that mend it alone. */
  readonly fix?: readonly Edit[];
  /** Why it has no fix although its policy has one for it. */
  readonly withheld?: string;
  readonly subject?: string;
  /** The policy that says the same better, if it found it with a mode that is as strong. */
  readonly saidBy?: string;
  /** Why the mode is weaker than the profile says. */
  readonly lowered?: 'not-worse' | 'owned';
}

/** The weaker of two modes. */
export function weaker(one: Mode, other: Mode): Mode {
  return modes.indexOf(one) <= modes.indexOf(other) ? one : other;
}
