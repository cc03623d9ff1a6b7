import yaml from 'js-yaml';
import { segmentsOf } from '../../policy/pointer.js';
import type { Pointer } from '../../policy/pointer.js';
import { schema } from './fast-yaml.js';

/**
 * The offset of the deepest key or item on the way of a pointer; of the whole value where not even the first step exists.
 * Undefined where this reader is not sure, and the parser that knows positions should have its say.
 */
export type Places = (path: Pointer) => number | undefined;

type Kind = 'mapping' | 'sequence' | 'scalar' | 'same';

/**
 * The nodes of a document in the order of their text. Arrays of numbers and not objects: a large file has millions of nodes.
 * The children of a node stand right after it, each followed by its own.
 */
interface Nodes {
  /** Where the parser was when it began with a node: for keys, items and the whole value, their first character. */
  readonly starts: number[];
  /** The index after the last node below. */
  readonly ends: number[];
  readonly kinds: Kind[];
  /** What a scalar says, as the name of a key. */
  readonly names: (string | undefined)[];
}

/** What the parser tells its listener, beyond what its types say. */
interface State {
  readonly position: number;
  readonly kind: string | null;
  readonly result: unknown;
  readonly anchor: string | null;
}

/** Aliases and merged maps put a value where its text is not; a pair of a set or an item without text is no node. All are rare. */
class Unsure extends Error {
  readonly code = 'unsure';
}

/**
 * Finds where things stand in a document that the fast reader has read, in a fraction of the time that the parser takes
 * which knows positions. Undefined when that one has to be asked.
 */
export function placesIn(text: string): Places | undefined {
  try {
    const nodes = nodesOf(text);
    return (path) => find(text, nodes, path);
  } catch {
    return undefined;
  }
}

function nodesOf(text: string): Nodes {
  const nodes: Nodes = { starts: [], ends: [], kinds: [], names: [] };
  const open: { readonly index: number; children: number }[] = [];
  let last: unknown;
  const listener = (event: string, { position, kind, result, anchor }: State): void => {
    if (event === 'open') {
      const parent = open.at(-1);
      if (parent !== undefined) parent.children++;
      open.push({ index: nodes.starts.push(position) - 1, children: 0 });
      return;
    }
    const { index = 0, children = 0 } = open.pop() ?? {};
    if (anchor !== null) throw new Unsure();
    nodes.ends[index] = nodes.starts.length;
    nodes.kinds[index] = kindOf(kind, { result, children, last });
    nodes.names[index] = nameOf(result);
    last = result;
  };
  // The types of the package leave out what its state holds besides.
  const listening = listener as unknown as NonNullable<yaml.LoadOptions['listener']>;
  yaml.load(text, { schema, listener: listening });
  return nodes;
}

/** The name that a scalar gives an entry whose key it is. */
function nameOf(result: unknown): string | undefined {
  if (typeof result === 'string') return result;
  return typeof result === 'number' || typeof result === 'boolean' ? String(result) : undefined;
}

interface Closed {
  readonly result: unknown;
  readonly children: number;
  /** What the node before came to: the last child, if there are children. */
  readonly last: unknown;
}

function kindOf(kind: string | null, { result, children, last }: Closed): Kind {
  if (typeof result !== 'object' || result === null) return 'scalar';
  // The parser tries whether a map in braces is the key of another map, and takes it for itself when it is not.
  if (children === 1 && last === result) return 'same';
  const expected = Array.isArray(result) ? result.length : 2 * Object.keys(result).length;
  if (children !== expected) throw new Unsure();
  return kind === 'sequence' ? 'sequence' : 'mapping';
}

function find(text: string, nodes: Nodes, path: Pointer): number | undefined {
  let node = contentOf(0, nodes);
  let mark = node;
  for (const segment of segmentsOf(path)) {
    const step = stepInto(node, segment, nodes);
    if (step === undefined) break;
    mark = step.mark;
    node = contentOf(step.value, nodes);
  }
  const start = nodes.starts[mark];
  // What begins with a space, a comment, a tag or the mark of a long key is not where the parser began with it.
  return start === undefined || /[\s#!?]/.test(text.charAt(start)) ? undefined : start;
}

/** The node itself, past those that are there only because the parser tried something. */
function contentOf(node: number, { kinds }: Nodes): number {
  let content = node;
  while (kinds[content] === 'same') content++;
  return content;
}

interface Step {
  /** What a reader would look at: the key of an entry, the item of a list. */
  readonly mark: number;
  readonly value: number;
}

function stepInto(node: number, segment: string, { ends, kinds, names }: Nodes): Step | undefined {
  const end = ends[node] ?? 0;
  const after = (child: number): number => ends[child] ?? end;
  if (kinds[node] === 'mapping') {
    for (let key = node + 1; key < end; key = after(after(key))) {
      if (names[key] === segment) return { mark: key, value: after(key) };
    }
  }
  if (kinds[node] !== 'sequence' || !/^\d+$/.test(segment)) return undefined;
  let item = node + 1;
  for (let left = Number(segment); left > 0 && item < end; left--) item = after(item);
  return item < end ? { mark: item, value: item } : undefined;
}
