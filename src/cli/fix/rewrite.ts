import { isAlias, isNode, visit } from 'yaml';
import type { Document } from 'yaml';
import { composeYaml } from '../../config/yaml.js';
import type { Json } from '../../policy/json.js';
import { documentsOf } from '../manifests/document.js';
import { changesOf, isSame } from './difference.js';
import { toSheet } from './sheet.js';
import { Unmendable, compatible, splice } from './splice.js';
import type { Change } from './splice.js';

/** Changes that cannot be made at once are made one after the other; where that comes to no end, it leads nowhere. */
const MOST_STEPS = 200;

/** Far more than any manifest has. The parser that knows positions calls itself for each level, and Node cannot end that well. */
const MOST_LEVELS = 500;

/** The text that says something else now, or the reason why it cannot be brought to. */
export type Rewriting = { readonly text: string } | { readonly reason: string };

const SHARED =
  'it cannot be edited without changing another place (an anchor, an alias or a merge key is shared); mend it by hand';
const UNUSUAL = 'it is written in a way that cannot be edited piece by piece; mend it by hand';
const DEEP = `it nests more than ${MOST_LEVELS} levels deep; mend it by hand`;

/**
 * Edits the text of a document so that it says something else, and leaves every other byte as it is.
 * There is a reason instead when no edit of the text leads there: an anchor is shared with what has to stay as it is, for example.
 */
export function rewrite(text: string, before: Json, after: Json): Rewriting {
  if (isDeeper(before, MOST_LEVELS)) return { reason: DEEP };
  try {
    const rewritten = reach(text, before, after);
    return rewritten === undefined ? { reason: isSharing(text) ? SHARED : UNUSUAL } : { text: rewritten };
  } catch (error) {
    if (!(error instanceof Unmendable)) throw error;
    if (error.message !== '') return { reason: error.message };
    return { reason: isSharing(text) ? SHARED : UNUSUAL };
  }
}

function reach(text: string, before: Json, after: Json): string | undefined {
  const isJson = parsesAsJson(text);
  let [current, value] = [text, before];
  const seen = new Set<string>();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (isSame(value, after)) return isJson && !parsesAsJson(current) ? undefined : current;
    // A change in one place that another place shares is undone there, and so on for ever.
    if (seen.has(current)) return undefined;
    seen.add(current);
    current = takeStep(current, value, after);
    value = valueOf(current);
  }
  return undefined;
}

/** Whether a part of the text may stand for more than one place. */
function isSharing(text: string): boolean {
  const [document] = composeYaml(text);
  return document !== undefined && hasAlias(document);
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

export function parsesAsJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function takeStep(text: string, before: Json, after: Json): string {
  const [document, second] = composeYaml(text, { keepSourceTokens: true });
  if (document === undefined || second !== undefined || document.errors.length > 0) throw new Unmendable();
  if (hasTaggedKey(document)) throw new Unmendable();
  const changes = [...changesOf(before, after, toSheet(text, document, parsesAsJson(text)))];
  if (changes.length === 0) throw new Unmendable();
  return splice(text, hasAlias(document) ? one(changes) : compatible(changes));
}

/** Where a value stands for others, a change may bring about more than its own, so the next one waits for the result. */
function one(changes: readonly Change[]): readonly Change[] {
  return changes.slice(0, 1);
}

function hasAlias(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: (_, alias) => {
      found = isAlias(alias);
      return visit.BREAK;
    },
  });
  return found;
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
function valueOf(text: string): Json {
  const [document, second] = documentsOf(text);
  if (document === undefined || second !== undefined || document.problems.length > 0) throw new Unmendable();
  return document.value;
}
