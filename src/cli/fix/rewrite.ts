import { parsesAsJson } from '../../config/json-text.js';
import { looseLexer } from '../../config/yaml-lexer.js';
import { composeYaml } from '../../config/yaml-compose.js';
import type { Json } from '../../policy/json.js';
import { documentsOf } from '../manifests/document.js';
import { changesOf } from './difference.js';
import { spend } from './effort.js';
import type { Effort } from './effort.js';
import { openSheet, says } from './open-sheet.js';
import { isSame } from './same.js';
import { inTurn, sharedBy } from './shared.js';
import { Unmendable, splice } from './splice.js';

/** Changes that cannot be made at once are made one after the other; where that comes to no end, it leads nowhere. */
const MOST_STEPS = 200;

/** The text that says something else now, or the reason why it cannot be brought to. */
export type Rewriting = { readonly text: string } | Refusal;

export interface Refusal {
  /** Found only when somebody asks, for the text may have to be read once more. */
  readonly why: () => Why;
  /** Whether the text can be edited in no place at all. */
  readonly isClosed: boolean;
}

/** Why a text was not edited, and where in it the reason lies, if it is one place. */
export interface Why {
  readonly reason: string;
  readonly offset?: number;
}

const SHARED =
  'it cannot be edited without changing another place (an anchor, an alias or a merge key is shared); mend it by hand';
const UNUSUAL = 'it is written in a way that cannot be edited piece by piece; mend it by hand';

/**
 * Edits the text of a document so that it says something else, and leaves every other byte as it is.
 * There is a reason instead when no edit of the text leads there: an anchor is shared with what has to stay as it is, for example.
 */
export function rewrite(text: string, before: Json, after: Json, effort?: Effort): Rewriting {
  try {
    return { text: reach(text, { before, after }, effort) };
  } catch (error) {
    if (!(error instanceof Unmendable)) throw error;
    const { message, isClosed, place } = error;
    const known = { reason: message, ...(place?.text === text && { offset: place.offset }) };
    return { isClosed, why: () => (message === '' ? whyOf(text, { before, after }) : known) };
  }
}

function whyOf(text: string, { before, after }: Way): Why {
  const sheet = openSheet(text, before);
  if (sheet.sources.size === 0) return { reason: UNUSUAL };
  const [start] = sharedBy([...changesOf(before, after, sheet)], sheet);
  return { reason: SHARED, ...(start !== undefined && { offset: text.lastIndexOf('&', start) }) };
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
  const [document, second] = composeYaml(text, { lexer: looseLexer() });
  return document !== undefined && second === undefined && says(document, value);
}

function takeStep(text: string, before: Json, after: Json): string {
  const sheet = openSheet(text, before);
  const changes = [...changesOf(before, after, sheet)];
  if (changes.length === 0) throw new Unmendable();
  return splice(text, inTurn(changes, sheet));
}

/** What the text says now, read as every other command reads it. */
export function valueOf(text: string): Json {
  const [document, second] = documentsOf(text);
  if (document === undefined || second !== undefined || document.problems.length > 0) throw new Unmendable();
  return document.value;
}
