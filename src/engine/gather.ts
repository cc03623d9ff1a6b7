import type { Fact, FactName, Facts, Inventory, ScanEvidence } from '../policy/facts.js';
import { imagesOf } from '../policy/named-image.js';
import { viewWorkload } from '../policy/workload.js';
import type { Sight } from './evaluate.js';
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

/** Whether facts have to be waited for: a policy in force needs them, and there is somebody to ask. */
export function asksForFacts({ images, schema }: Rules, needs: ReadonlySet<FactName>): boolean {
  return (images !== undefined && needs.has('images')) || (schema !== undefined && needs.has('schema'));
}

/** The only wait: asks for the facts about this object that are needed, and about no other. */
export async function gather(rules: Rules, needs: ReadonlySet<FactName>, sight: Sight, scope: Scope): Promise<Facts> {
  // Both are asked before either answers. The schema's answer never fails.
  const schema = needs.has('schema') ? rules.schema?.(sight.object, sight.kind) : undefined;
  const images = needs.has('images') ? await askForImages(rules, sight, scope) : withoutSources.images;
  return { ...factsAtHand(rules), images, schema: (await schema) ?? noSchema };
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
