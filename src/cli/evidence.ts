import type { Configuration } from '../config/configuration.js';
import type { ImageLookup } from '../engine/rules.js';
import { note } from './output.js';

/** Where scan evidence is looked up, and how to let go of it. */
export interface Evidence {
  /** Undefined when no source is configured. */
  readonly images: ImageLookup | undefined;
  readonly close: () => void;
}

/** Opens the configured sources for a command that runs once, and says on standard error what of them cannot be read. */
export async function openEvidence({ images, sources }: Configuration): Promise<Evidence> {
  if (images === undefined || !sources.has('images')) return { images: undefined, close: () => undefined };
  const { combineProviders } = await import('../facts/images.js');
  const { createReceipts } = await import('../facts/receipts.js');
  const receipts = createReceipts({
    // The schema of the configuration has admitted the block.
    settings: images,
    onLoad: ({ problems }) => {
      problems.forEach((problem) => {
        note(`warning: ${problem}`);
      });
    },
  });
  await receipts.start();
  return { images: combineProviders([[receipts.provider]]), close: receipts.close };
}
