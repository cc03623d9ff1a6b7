import { resolve } from 'node:path';
import { relatedInForce } from '../../engine/related.js';
import type { Rules, SchemaLookup } from '../../engine/rules.js';
import { createInputs } from '../../facts/inputs.js';
import type { InputStore } from '../../facts/inputs.js';
import { createSchemas } from '../../facts/schema/schema-fact.js';
import type { FlawLookup, SlipLookup } from '../../facts/schema/schema-fact.js';
import type { FactName, Inventory } from '../../policy/facts.js';
import { printable } from '../../policy/quote.js';
import type { RelatedName } from '../../policy/related.js';
import { fewNames } from '../few-names.js';
import type { Manifest } from '../manifests/manifest.js';
import { note } from '../output.js';

/** What there is beside each object: all the others, and the schemas that some of them bring along. */
export interface Surroundings {
  /** Everything that is to be judged. */
  readonly manifests: AsyncIterable<Manifest> | Iterable<Manifest>;
  /** The inventory as the objects of a file see it. */
  readonly inventoryFor?: (file: string) => Inventory;
  /** Lets all see what became of inputs since. */
  readonly amend?: InputStore['amend'] | undefined;
  readonly schema?: SchemaLookup;
  readonly flawsOf?: FlawLookup;
  readonly slipOf?: SlipLookup;
  /** Says, once all is judged, of which kinds no schema was known. */
  readonly tellUnknown?: (() => void) | undefined;
}

export interface SurroundingsWishes {
  readonly strictSchemas?: true | undefined;
  /** The namespace of objects that name none; where nobody says, they are wherever one looks. */
  readonly namespace?: string | undefined;
  /** Learns schemas even where no policy in force asks for them. */
  readonly schemas?: true;
  /** Puts objects into the inventory before those of the inputs, which take their place. */
  readonly begin?: ((kinds: readonly RelatedName[], store: InputStore) => Promise<void>) | undefined;
}

/**
 * Reads all inputs before the first of them is judged, where a policy in force looks at others or at schemas; otherwise
 * they come one by one. `src/facts/inputs.ts` says what an object sees of the others.
 */
export async function survey(
  manifests: AsyncIterable<Manifest>,
  rules: Rules,
  { strictSchemas, schemas: always, namespace, begin }: SurroundingsWishes,
): Promise<Surroundings> {
  const needed = new Set<FactName>(rules.policies.flatMap(({ needs = [] }) => needs));
  if (always === true) needed.add('schema');
  if (!needed.has('inventory') && !needed.has('schema')) return { manifests };
  const kinds = relatedInForce(rules);
  const store = createInputs(kinds, namespace);
  await begin?.(kinds, store);
  const unknown = new Set<string>();
  const passOver = (name: string): void => void unknown.add(name);
  const schemas = needed.has('schema')
    ? createSchemas({ kubernetesVersion: rules.kubernetesVersion, strict: strictSchemas === true, note, passOver })
    : undefined;
  const all = await collect(manifests, ({ object, unplaced, file }) => {
    store.put(unplaced ?? object, resolve(file));
    schemas?.learn(object);
  });
  return {
    manifests: all,
    inventoryFor: (file) => store.seenFrom(resolve(file)),
    amend: store.amend,
    ...(schemas !== undefined && { schema: schemas.lookup, flawsOf: schemas.flawsOf, slipOf: schemas.slipOf }),
    tellUnknown: () => {
      if (unknown.size > 0) note(describeUnknown([...unknown].sort().map(printable)));
    },
  };
}

function describeUnknown(names: readonly string[]): string {
  const shown = fewNames(names);
  if (names.length === 1) return `no schema of ${shown} is known, so its fields were not checked`;
  return `no schemas of ${shown} are known, so their fields were not checked`;
}

/** Holds all manifests, and lets go of each when it is handed on. */
async function collect(
  manifests: AsyncIterable<Manifest>,
  see: (manifest: Manifest) => void,
): Promise<Iterable<Manifest>> {
  const all: (Manifest | undefined)[] = [];
  for await (const manifest of manifests) {
    see(manifest);
    all.push(manifest);
  }
  return (function* () {
    for (const [index, manifest] of all.entries()) {
      all[index] = undefined;
      if (manifest !== undefined) yield manifest;
    }
  })();
}
