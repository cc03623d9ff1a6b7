import type { Fact, Facts, Inventory, ScanEvidence } from '../policy/facts.js';
import { imagesOf } from '../policy/named-image.js';
import { viewWorkload } from '../policy/workload.js';
import type { Sight } from './evaluate.js';
import type { ProfiledPolicy } from './profile.js';
import type { Rules } from './rules.js';
import type { Scope } from './scope.js';

/** How long facts may take when the caller sets no deadline, in milliseconds: nobody waits for a command line's answer. */
const PATIENCE = 60_000;

const noEvidence: Fact<ScanEvidence> = { known: true, value: { trusted: [], untrusted: [], lookedIn: [] } };
const nothingInSight: Inventory = () => ({ known: false, reason: 'other objects cannot be seen from here' });
const noSchema: Facts['schema'] = { known: false, reason: 'nothing is held to a schema here' };

/** What is known where nobody is asked: no scan has left a record, and no other object is in sight. */
export const withoutSources: Facts = { images: () => noEvidence, inventory: nothingInSight, schema: noSchema };

/** The facts that need no waiting for. */
export function factsAtHand({ inventory }: Rules): Facts {
  return inventory === undefined ? withoutSources : { ...withoutSources, inventory };
}

/** Facts are waited for when a policy in force needs them and there is somebody to ask. */
export function asksForFacts({ images, schema }: Rules, judges: readonly ProfiledPolicy[]): boolean {
  return (images !== undefined && needed('images', judges)) || (schema !== undefined && needed('schema', judges));
}

function needed(fact: keyof Facts, judges: readonly ProfiledPolicy[]): boolean {
  return judges.some(({ policy }) => policy.needs?.includes(fact));
}

/** The only wait: asks for the facts about this object, and about no other. */
export async function gather(
  rules: Rules,
  judges: readonly ProfiledPolicy[],
  sight: Sight,
  scope: Scope,
): Promise<Facts> {
  const [images, schema] = await Promise.all([
    needed('images', judges) ? askForImages(rules, sight, scope) : withoutSources.images,
    needed('schema', judges) ? rules.schema?.(sight.object, sight.kind) : noSchema,
  ]);
  return { ...factsAtHand(rules), images, schema: schema ?? noSchema };
}

async function askForImages({ images }: Rules, sight: Sight, scope: Scope): Promise<Facts['images']> {
  const references = new Set<string>();
  const workload = viewWorkload(sight.object, sight.kind);
  for (const { image, isFilledIn } of workload === undefined ? [] : imagesOf(workload, scope)) {
    if (image !== undefined && !isFilledIn) references.add(image);
  }
  if (images === undefined || references.size === 0) return withoutSources.images;
  const found = await images([...references], scope.deadline ?? scope.now + PATIENCE);
  return (reference) => found.get(reference) ?? { known: false, reason: 'nobody asked about this image' };
}
