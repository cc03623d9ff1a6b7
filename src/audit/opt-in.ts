import type { Profile } from '../engine/profile.js';
import { LABEL_PREFIX, resolveOptIn } from '../engine/opt-in.js';
import type { OptIn } from '../engine/scope.js';

/** A namespace with its labels; others than Seaworthy's may be left out. */
export interface LabelledNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A label whose value names no profile, so that the fallback judges there. */
export interface UnknownProfile {
  readonly namespace: string;
  readonly label: string;
  readonly value: string;
}

export interface OptIns {
  /** By the name of the namespace; a namespace that did not opt in to be judged is not there. */
  readonly byNamespace: ReadonlyMap<string, OptIn>;
  readonly unknown: readonly UnknownProfile[];
}

/** Reads what the labels of namespaces ask for. One that asks for injection alone is not judged by the webhook, nor here. */
export async function readOptIns(
  namespaces: AsyncIterable<LabelledNamespace>,
  profiles: ReadonlyMap<string, Profile>,
): Promise<OptIns> {
  const byNamespace = new Map<string, OptIn>();
  const unknown: UnknownProfile[] = [];
  for await (const { name, labels } of namespaces) {
    const resolved = resolveOptIn(labels, profiles);
    const { enforce, warn, audit } = resolved.optIn;
    if (enforce === undefined && warn === undefined && audit === undefined) continue;
    byNamespace.set(name, resolved.optIn);
    unknown.push(
      ...resolved.unknown.map(({ label, value }) => ({ namespace: name, label: LABEL_PREFIX + label, value })),
    );
  }
  return { byNamespace, unknown };
}
