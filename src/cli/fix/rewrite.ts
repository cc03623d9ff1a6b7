import { isNode, visit } from 'yaml';
import type { Document } from 'yaml';
import { parsesAsJson } from '../../config/json-text.js';
import { MOST_VALUES } from '../../config/yaml-aliases.js';
import { sourcesOf } from '../../config/yaml-offset.js';
import { composeYaml } from '../../config/yaml.js';
import type { Json } from '../../policy/json.js';
import { documentsOf } from '../manifests/document.js';
import { changesOf, isSame } from './difference.js';
import { spend } from './effort.js';
import type { Effort } from './effort.js';
import { inTurn } from './shared.js';
import { toSheet } from './sheet.js';
import type { Sheet } from './sheet.js';
import { Unmendable, splice } from './splice.js';

/** Changes that cannot be made at once are made one after the other; where that comes to no end, it leads nowhere. */
const MOST_STEPS = 200;

/** Far more than any manifest has. The parser that knows positions calls itself for each level, and Node cannot end that well. */
const MOST_LEVELS = 500;

/** The text that says something else now, or the reason why it cannot be brought to. */
export type Rewriting = { readonly text: string } | Refusal;

export interface Refusal {
  /** Found only when somebody asks, for the text may have to be read once more. */
  readonly reason: string;
  /** Whether the text can be edited in no place at all. */
  readonly isClosed: boolean;
}

const SHARED =
  'it cannot be edited without changing another place (an anchor, an alias or a merge key is shared); mend it by hand';
const UNUSUAL = 'it is written in a way that cannot be edited piece by piece; mend it by hand';
const DOUBTFUL = 'it is written in a way that two readers of YAML take for different things; mend it by hand';
const LONE_RETURN =
  'a carriage return alone ends one of its lines; save the file with the line ends of Unix or of Windows, and run fix again';
const DEEP = `it nests more than ${MOST_LEVELS} levels deep; mend it by hand`;

/**
 * Edits the text of a document so that it says something else, and leaves every other byte as it is.
 * There is a reason instead when no edit of the text leads there: an anchor is shared with what has to stay as it is, for example.
 */
export function rewrite(text: string, before: Json, after: Json, effort?: Effort): Rewriting {
  try {
    return { text: reach(text, { before, after }, effort) };
  } catch (error) {
    if (!(error instanceof Unmendable)) throw error;
    const { message, isClosed } = error;
    return {
      isClosed,
      get reason() {
        return message === '' ? refusalOf(text) : message;
      },
    };
  }
}

function refusalOf(text: string): string {
  const [document] = composeYaml(text);
  return document !== undefined && sourcesOf(document).size > 0 ? SHARED : UNUSUAL;
}

interface Way {
  readonly before: Json;
  readonly after: Json;
}

function reach(text: string, { before, after }: Way, effort: Effort | undefined): string {
  const isJson = parsesAsJson(text);
  let [current, value] = [text, before];
  const seen = new Set<string>();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (isSame(value, after)) {
      if (current !== text && !isSound(current, after, isJson)) throw new Unmendable();
      return current;
    }
    // A change in one place that another place shares is undone there, and so on for ever.
    if (seen.has(current)) throw new Unmendable();
    seen.add(current);
    spend(current, effort);
    current = takeStep(current, value, after);
    value = valueOf(current);
  }
  throw new Unmendable();
}

/** Whether a text is still JSON if it was, and says the same to the parser that knows positions as to the other one. */
function isSound(text: string, value: Json, isJson: boolean): boolean {
  if (isJson) return parsesAsJson(text);
  const [document, second] = composeYaml(text);
  return document !== undefined && second === undefined && says(document, value);
}

function says(document: Document.Parsed, value: Json): boolean {
  try {
    return isSame(document.toJS({ maxAliasCount: MOST_VALUES }), value);
  } catch {
    return false;
  }
}

/** Whether a value nests deeper than a number of levels. Goes down level by level and not branch by branch, so that none is too deep for it. */
function isDeeper(value: Json, levels: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((node) =>
      typeof node === 'object' && node !== null ? (Object.values(node) as readonly unknown[]) : [],
    );
  }
  return false;
}

function takeStep(text: string, before: Json, after: Json): string {
  const sheet = openSheet(text, before);
  const changes = [...changesOf(before, after, sheet)];
  if (changes.length === 0) throw new Unmendable();
  return splice(text, inTurn(changes, sheet));
}

/** Reads a text that says something for those who edit it; fails where it can be edited in no place at all. */
export function openSheet(text: string, value: Json): Sheet {
  if (isDeeper(value, MOST_LEVELS)) throw new Unmendable(DEEP, true);
  if (/\r(?!\n)/.test(text)) throw new Unmendable(LONE_RETURN, true);
  const [document, second] = composeYaml(text, { keepSourceTokens: true });
  const isSound = document?.errors.length === 0 && second === undefined;
  if (!isSound || hasTaggedKey(document)) throw new Unmendable('', true);
  const isJson = parsesAsJson(text);
  if (!isJson && !says(document, value)) throw new Unmendable(DOUBTFUL, true);
  return toSheet(text, document, isJson);
}

/** A tag before a key may be read as the whole of an entry, or as a part of one: too little is sure of where it ends. */
function hasTaggedKey(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Pair: (_, { key }) => {
      found = isNode(key) && key.tag !== undefined;
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

/** What the text says now, read as every other command reads it. */
export function valueOf(text: string): Json {
  const [document, second] = documentsOf(text);
  if (document === undefined || second !== undefined || document.problems.length > 0) throw new Unmendable();
  return document.value;
}
