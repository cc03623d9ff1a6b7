import { createInspect } from '../engine/inspect.js';
import type { Inspect } from '../engine/inspect.js';
import type { Rules } from '../engine/rules.js';
import { createSelect } from '../engine/select.js';
import type { Inventory } from '../policy/facts.js';
import { rememberLatest } from '../policy/remember.js';
import type { Surroundings } from './check/surroundings.js';
import { heedSchemas } from './heed-schemas.js';

/** Gives the judge of the objects of a file. */
export type InspectFrom = (file: string) => Inspect;

/** Each file has a judge of its own, where the objects that policies look up may be others than from elsewhere. */
export function createInspectFrom(
  rules: Rules,
  { inventoryFor, schema, flawsOf, slipOf }: Omit<Surroundings, 'manifests'>,
): InspectFrom {
  const selectFor = createSelect(rules);
  const judgeBeside = (inventory: Inventory | undefined): Inspect =>
    heedSchemas(createInspect({ ...rules, inventory, schema }, selectFor), flawsOf, slipOf);
  if (inventoryFor === undefined) {
    const judge = judgeBeside(undefined);
    return () => judge;
  }
  const judgeOf = rememberLatest<Inventory, Inspect>(judgeBeside);
  return (file) => judgeOf(inventoryFor(file));
}
