import { relatedInForce } from '../../engine/related.js';
import type { Rules, SchemaLookup } from '../../engine/rules.js';
import { createInventory } from '../../facts/inventory.js';
import { createSchemas } from '../../facts/schema/schema-fact.js';
import type { FlawLookup } from '../../facts/schema/schema-fact.js';
import type { FactName, Inventory } from '../../policy/facts.js';
import type { JsonObject } from '../../policy/json.js';
import type { RelatedName } from '../../policy/related.js';
import type { Manifest } from '../manifests/manifest.js';
import { note } from '../output.js';

/** What there is beside each object: all the others, and the schemas that some of them bring along. */
export interface Surroundings {
  /** Everything that is to be judged. */
  readonly manifests: AsyncIterable<Manifest> | Iterable<Manifest>;
  readonly inventory?: Inventory;
  readonly schema?: SchemaLookup;
  readonly flawsOf?: FlawLookup;
}

export interface SurroundingsWishes {
  readonly strictSchemas?: true | undefined;
  /** Learns schemas even where no policy in force asks for them. */
  readonly schemas?: true;
  /** Puts objects into the inventory before those of the inputs, which take their place. */
  readonly begin?:
    ((kinds: readonly RelatedName[], store: ReturnType<typeof createInventory>) => Promise<void>) | undefined;
}

/**
 * Reads all inputs before the first of them is judged, where a policy in force looks at others or at schemas; otherwise
 * they come one by one. What names no namespace is, for the inventory, wherever one looks (`src/facts/inventory.ts`).
 */
export async function survey(
  manifests: AsyncIterable<Manifest>,
  rules: Rules,
  { strictSchemas, schemas: always, begin }: SurroundingsWishes,
): Promise<Surroundings> {
  const needed = new Set<FactName>(rules.policies.flatMap(({ needs = [] }) => needs));
  if (always === true) needed.add('schema');
  if (!needed.has('inventory') && !needed.has('schema')) return { manifests };
  const kinds = relatedInForce(rules);
  const store = createInventory(kinds);
  await begin?.(kinds, store);
  const schemas = needed.has('schema')
    ? createSchemas({ kubernetesVersion: rules.kubernetesVersion, strict: strictSchemas === true, note })
    : undefined;
  const all = await collect(manifests, (object) => {
    store.put(object);
    schemas?.learn(object);
  });
  return {
    manifests: all,
    inventory: store.inventory,
    ...(schemas !== undefined && { schema: schemas.lookup, flawsOf: schemas.flawsOf }),
  };
}

/** Holds all manifests, and lets go of each when it is handed on. */
async function collect(
  manifests: AsyncIterable<Manifest>,
  see: (object: JsonObject) => void,
): Promise<Iterable<Manifest>> {
  const all: (Manifest | undefined)[] = [];
  for await (const manifest of manifests) {
    see(manifest.object);
    all.push(manifest);
  }
  return (function* () {
    for (const [index, manifest] of all.entries()) {
      all[index] = undefined;
      if (manifest !== undefined) yield manifest;
    }
  })();
}
