import { segmentsOf } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { printable } from '../policy/quote.js';
import { saysSecret, secretIn } from '../policy/secret.js';

/** A longer line is none that a person reads: JSON without line breaks, or a file as text. In characters. */
const LONGEST_LINE = 2_000;

/** As much as fits beside the place on a terminal of usual width. In characters. */
const WIDTH = 90;

/** How much of a cut line is shown before the place that is meant. In characters. */
const BEFORE = 20;

/** Fields that hold whatever people put there. */
const FREE_FIELDS: ReadonlySet<string> = new Set([
  'annotations',
  'args',
  'binaryData',
  'command',
  'data',
  'env',
  'envFrom',
  'stringData',
]);

/** One of these fields, or the value of an environment variable, written on the line itself as `{name: A, value: B}` does. */
const FREE_KEY = /(?:^|[\s{,"'])(?:annotations|args|binaryData|command|data|env|envFrom|stringData|value)["']?\s*:/;

interface Subject {
  readonly kind: string;
  readonly policy: string;
  readonly path: Pointer;
}

/**
 * As much of a line as a report may show, without its indentation; undefined where a secret may stand on it. A report is copied to
 * logs and screens that the manifest itself never reaches, so whatever may be a secret is left out rather than looked at closely.
 */
export function excerptOf(
  { kind, policy, path }: Subject,
  { text, column }: { readonly text: string; readonly column: number },
): string | undefined {
  if (kind === 'Secret' || policy.startsWith('disallow-secrets-')) return undefined;
  if (text.length > LONGEST_LINE || segmentsOf(path).some((segment) => FREE_FIELDS.has(segment))) return undefined;
  if (FREE_KEY.test(text) || secretIn(text) !== undefined || words(text).some(saysSecret)) return undefined;
  return cut(text.trimEnd(), column);
}

/** What may be a name on a line. A name of three letters or fewer says nothing. */
function words(text: string): readonly string[] {
  return text.match(/[\w.-]{4,}/g) ?? [];
}

function cut(text: string, column: number): string | undefined {
  const indent = text.length - text.trimStart().length;
  const isFar = column - 1 - indent > WIDTH - BEFORE;
  const start = isFar ? column - 1 - BEFORE : indent;
  const rest = text.slice(start).replaceAll('\t', ' ');
  const shown = printable(`${isFar ? '…' : ''}${rest.slice(0, WIDTH)}${rest.length > WIDTH ? '…' : ''}`);
  return shown === '' ? undefined : shown;
}
