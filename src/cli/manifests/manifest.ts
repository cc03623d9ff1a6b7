import { readFile } from 'node:fs/promises';
import { whyUnreadable } from '../../files/unreadable.js';
import { isObject, stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import type { Locate } from '../../report/judged.js';
import { documentsOf } from './document.js';
import type { ManifestDocument } from './document.js';
import { STDIN, findFiles } from './find.js';
import { flawOf, itemsOf } from './items.js';
import type { Reading } from './reading.js';

/** An object of the input, and where its fields stand there. */
export interface Manifest {
  readonly object: JsonObject;
  readonly kind: string;
  readonly locate: Locate;
}

/** Every object that the paths hold, one after the other. What cannot be read is told to `reading`, and the rest still comes. */
export async function* readManifests(paths: readonly string[], reading: Reading): AsyncIterable<Manifest> {
  for await (const file of findFiles(paths, reading)) {
    const text = await readText(file, reading);
    if (text === undefined) continue;
    for (const document of documentsOf(text)) {
      if (document.problems.length === 0) yield* objectsOf(document, file, reading);
      else refuse(document, { file, isTemplate: text.includes('{{') }, reading);
    }
  }
}

async function readText(file: string, reading: Reading): Promise<string | undefined> {
  try {
    const bytes = file === STDIN ? await reading.readStdin() : await readFile(file);
    // The decoder drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const message = error instanceof TypeError ? 'this is not UTF-8 text' : whyUnreadable(error);
    reading.fail({ file, message });
    return undefined;
  }
}

/** Says everything that is wrong with a document, with a hint at the first when it was never meant to be read like this. */
function refuse(
  { problems }: ManifestDocument,
  { file, isTemplate }: { readonly file: string; readonly isTemplate: boolean },
  reading: Reading,
): void {
  for (const [index, { line, column, message }] of problems.entries()) {
    const hint = isTemplate && index === 0 ? '; this looks like a template: render it, and check what comes out' : '';
    reading.fail({ file, line, column, message: message + hint });
  }
}

function* objectsOf({ value, index, locate }: ManifestDocument, file: string, reading: Reading): Iterable<Manifest> {
  // An empty document is no mistake: a template whose condition was false leaves one behind.
  if (value === null) return;
  for (const item of itemsOf(value)) {
    const object = item.value;
    const flaw = flawOf(object);
    if (flaw === undefined && isObject(object)) {
      const toSource: Locate = (path) => ({ file, document: index, ...locate(item.at + path) });
      yield { object, kind: stringAt(object, 'kind') ?? '', locate: toSource };
    } else reading.fail({ file, ...locate(item.at), message: flaw ?? 'this is no Kubernetes object' });
  }
}
