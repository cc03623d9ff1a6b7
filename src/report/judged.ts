import type { Operation } from 'fast-json-patch';
import { patchOf } from '../engine/edit.js';
import type { Finding, Mode } from '../engine/finding.js';
import { stringAt, dig } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { namespaceOf } from '../policy/place.js';
import type { Pointer } from '../policy/pointer.js';
import type { Edit, PolicyMeta } from '../policy/policy.js';
import { clip, printable } from '../policy/quote.js';
import { excerptOf } from './excerpt.js';

/** What an object is called. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Empty when the object has neither a name nor a prefix to make one from. */
  readonly name: string;
}

/** Where something stands in what was read: lines and columns start at 1, documents at 0. */
export interface Source {
  readonly file: string;
  readonly document: number;
  readonly line: number;
  readonly column: number;
  /** The line is not of the file itself but of what it was rendered to, as the templates of a chart are. */
  readonly isRendered?: boolean;
  /** Nothing but people writes into the file: a template language shows in it, not all of it is UTF-8, or it is a pipe. */
  readonly isLeftAlone?: boolean;
}

/**
 * A piece of a file's text, and what takes its place. Lines and columns start at 1, a column is a UTF-16 code unit, and the end
 * is the first place that stays: where it is the start as well, nothing goes and the text is put in.
 */
export interface Replacement {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** No edit of a file's text makes a fix, so that nobody but people do; or nobody had the time to try whether one does. */
export type Prognosis = 'by hand' | 'untried';

/** A finding as reports show it. It holds nothing of the object, so that thousands of them fit into memory. */
export interface ReportedFinding {
  readonly policy: PolicyMeta;
  readonly mode: Mode;
  readonly container?: string;
  readonly path: Pointer;
  readonly message: string;
  readonly remedy: string;
  /** RFC 6902, against the object as it is: it mends this finding alone. */
  readonly fix?: readonly Operation[];
  readonly source?: Source;
  /** As much of the line of the source as may be shown. */
  readonly excerpt?: string;
  /** What `seaworthy fix` makes of the fix, where it is not sure to write it. */
  readonly prognosis?: Prognosis;
  /** The fix as changes of the file's text, which may be made together or not at all. */
  readonly replacements?: readonly Replacement[];
}

/** An object that was judged, and what was found. */
export interface Judged {
  /** It may keep the text of a whole file in memory, until it is detached. */
  readonly object: ObjectName;
  readonly findings: readonly ReportedFinding[];
  /** The file that it was read from. */
  readonly file?: string;
}

/** Finds where a pointer into the object stands in what was read. */
export type Locate = (path: Pointer) => Source;

/** Gives a whole line of what was read by its number, where it is known. */
export type LineAt = (line: number) => string | undefined;

/** Turns edits of the object into changes of the text that it was read from; undefined where that cannot be done with care. */
export type Mend = (edits: readonly Edit[]) => readonly Replacement[] | undefined;

/** How to find one's way back from an object to what it was read from. */
export interface Origin {
  readonly file: string;
  readonly locate: Locate;
  /** For excerpts; absent where nobody is to see any. */
  readonly lineAt?: LineAt;
  readonly mend?: Mend;
  /** Why edits of the object are not sure to be written into the text. */
  readonly foresee?: (edits: readonly Edit[]) => Prognosis | undefined;
}

/** Turns what the engine found about an object into what reports show. The findings do not keep the object in memory. */
export function describe(object: JsonObject, findings: readonly Finding[], origin?: Locate | Origin): Judged {
  const { file, ...way } = typeof origin === 'function' ? { locate: origin } : { ...origin };
  return {
    object: nameOf(object),
    findings: findings.map((finding) => ({
      policy: finding.policy,
      mode: finding.mode,
      remedy: finding.remedy,
      ...detach({ ...particulars(object, finding), ...whereabouts(object, finding, way) }),
    })),
    ...(file !== undefined && { file }),
  };
}

export function nameOf(object: JsonObject): ObjectName {
  const metadata = dig(object, 'metadata');
  const namespace = namespaceOf(object);
  return {
    apiVersion: stringAt(object, 'apiVersion') ?? '',
    kind: stringAt(object, 'kind') ?? '',
    ...(namespace !== undefined && { namespace }),
    name: stringAt(metadata, 'name') ?? stringAt(metadata, 'generateName') ?? '',
  };
}

/** The longest name that Kubernetes allows anything, in characters. */
const LONGEST_NAME = 253;

/** An object as people call it, such as Deployment shop/web: printable, and no longer than names can be. */
export function titleOf({ kind, namespace, name }: ObjectName): string {
  const [shownKind, place, shownName] = [kind, namespace ?? '', name].map((text) =>
    printable(clip(text, LONGEST_NAME)),
  );
  return `${shownKind} ${place === '' ? '' : `${place}/`}${shownName === '' ? '(no name)' : shownName}`;
}

type Particulars = Pick<ReportedFinding, 'container' | 'path' | 'message' | 'fix'>;
type Whereabouts = Pick<ReportedFinding, 'source' | 'excerpt' | 'prognosis' | 'replacements'>;

function particulars(object: JsonObject, { container, path, message, fix }: Finding): Particulars {
  const patch = fix === undefined ? [] : patchOf(object, fix);
  return { ...(container !== undefined && { container }), path, message, ...(patch.length > 0 && { fix: patch }) };
}

function whereabouts(object: JsonObject, { policy, path, fix }: Finding, origin: Partial<Origin>): Whereabouts {
  const { locate, lineAt } = origin;
  if (locate === undefined) return {};
  const source = locate(path);
  const text = lineAt?.(source.line);
  const kind = stringAt(object, 'kind') ?? '';
  const excerpt =
    text === undefined ? undefined : excerptOf({ kind, policy: policy.id, path }, { text, column: source.column });
  return {
    source,
    ...(excerpt !== undefined && { excerpt }),
    ...(fix !== undefined && inText(fix, origin)),
  };
}

/** What becomes of a fix in the text. */
function inText(
  fix: readonly Edit[],
  { mend, foresee }: Partial<Origin>,
): Pick<ReportedFinding, 'prognosis' | 'replacements'> {
  const [replacements, prognosis] = [mend?.(fix), foresee?.(fix)];
  return {
    ...(prognosis !== undefined && { prognosis }),
    ...(replacements !== undefined && { replacements }),
  };
}

/** Copies JSON: a string that is a slice of a file's text would keep all of that text in memory. */
export function detach<T extends ObjectName | (Particulars & Whereabouts)>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T; // both hold nothing but JSON
}
