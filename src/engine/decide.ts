import { fieldPath } from '../policy/pointer.js';
import { clip, printable, quote } from '../policy/quote.js';
import type { Finding } from './finding.js';
import type { Inspection } from './inspect.js';
import type { Injection } from './inject.js';

/** What the findings of one object mean for the request. */
export interface Verdict {
  readonly allowed: boolean;
  /** Why not, for the person at the command line. */
  readonly message?: string;
  readonly warnings: readonly string[];
  /** By policy: what was found and where, for the API server's audit log. */
  readonly auditAnnotations: Readonly<Record<string, string>>;
}

/** What the findings are about, for the message. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  /** The profile that is enforced. */
  readonly profile: string;
}

/** The longest message of a denial, in bytes; the API server shows all of it. */
const LONGEST_MESSAGE = 16 * 1024;

/** The API server cuts a warning of more than 256 characters, and all of one answer at 4096. */
const LONGEST_WARNING = 256;
const ALL_WARNINGS = 4096;

/** Kept short, since the audit log has a line for every request. In characters. */
const LONGEST_ANNOTATION = 1024;

/** Settles what is denied, warned about and recorded. The same inspection gives the same bytes. */
export function decide(inspection: Inspection, subject: Subject, notes: readonly string[] = []): Verdict {
  const { findings, injections } = inspection;
  const denied = findings.filter(({ mode }) => mode === 'enforce');
  const warned = findings.filter(({ mode }) => mode === 'warn').map(warningOf);
  return {
    allowed: denied.length === 0,
    ...(denied.length > 0 && { message: denialOf(denied, subject) }),
    warnings: fitWarnings([...notes, ...warned, ...injectionWarnings(injections)]),
    auditAnnotations: annotate(findings),
  };
}

function denialOf(denied: readonly Finding[], { kind, name, profile }: Subject): string {
  const count = denied.length === 1 ? '1 finding' : `${denied.length} findings`;
  const ids = [...new Set(denied.map(({ policy }) => policy.id))];
  const head = `${printable(clip(kind, 63))} ${quote(name, 253)} is not ready for production (profile ${profile}): ${count}`;
  // Whoever is sent to a command that writes fixes should find that it has some to write.
  const files = denied.some(({ fix }) => fix !== undefined) ? ', or seaworthy fix FILE' : '';
  const foot = `Fix: seaworthy explain ${ids.join(' ')}${files}`;
  let room = LONGEST_MESSAGE - bytes(head) - bytes(foot) - ROOM_FOR_REST;
  const lines: string[] = [];
  for (const finding of denied) {
    const line = `  ${finding.policy.id}: ${printable(finding.message)}${placeOf(finding)}`;
    room -= bytes(line) + 1;
    if (room < 0) break;
    lines.push(line);
  }
  const rest = denied.length - lines.length;
  return [head, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : []), foot].join('\n');
}

/** Room for the line that counts what was cut off, and the line breaks. In bytes. */
const ROOM_FOR_REST = 64;

/** Where to look, as Kubernetes writes it; nothing for a finding about the whole object. */
function placeOf({ path }: Finding): string {
  return path === '' ? '' : ` (${printable(clip(fieldPath(path), 253))})`;
}

/** The length in UTF-8: one byte below 128, two below 2048, four for each pair of surrogates, else three. */
function bytes(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    else length += code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  return length;
}

function warningOf({ policy, message }: Finding): string {
  return `${policy.id}: ${message}`;
}

/** One warning for each policy and container: what the Pods of a template will be given. */
function injectionWarnings(injections: readonly Injection[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { policy, container, field, edit } of injections) {
    if (edit.op !== 'set') continue;
    const where = container === undefined ? 'Pods will be given' : `container ${quote(container)} will be given`;
    const key = `${policy.id}: ${where} `;
    const values = groups.get(key) ?? [];
    values.push(`${field}: ${JSON.stringify(edit.value).replaceAll('"', '')}`);
    groups.set(key, values);
  }
  return [...groups].map(([key, values]) => key + values.join(', '));
}

/** The API server drops a warning with a control character and one too many; the count of those left out is the last. */
function fitWarnings(warnings: readonly string[]): readonly string[] {
  const unique = [...new Set(warnings.map((warning) => clip(printable(warning), LONGEST_WARNING)))];
  const fitting: string[] = [];
  let room = ALL_WARNINGS - ROOM_FOR_REST;
  for (const warning of unique) {
    room -= bytes(warning);
    if (room < 0) return [...fitting, `seaworthy: and ${unique.length - fitting.length} more warnings`];
    fitting.push(warning);
  }
  return fitting;
}

/** Keys are policy ids, which the API server allows as they are; values name path and message. */
function annotate(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const entries = new Map<string, string[]>();
  for (const { policy, path, message } of findings) {
    const entry = `${path === '' ? '/' : path}: ${message}`;
    const ofPolicy = entries.get(policy.id);
    if (ofPolicy === undefined) entries.set(policy.id, [entry]);
    else ofPolicy.push(entry);
  }
  return Object.fromEntries([...entries].map(([id, ofPolicy]) => [id, fitAnnotation(ofPolicy)]));
}

function fitAnnotation(entries: readonly string[]): string {
  let text = '';
  for (const [index, entry] of entries.entries()) {
    const next = index === 0 ? clip(printable(entry), LONGEST_ANNOTATION - ROOM_FOR_REST) : `; ${printable(entry)}`;
    if (text.length + next.length > LONGEST_ANNOTATION - ROOM_FOR_REST)
      return `${text}; and ${entries.length - index} more`;
    text += next;
  }
  return text;
}
