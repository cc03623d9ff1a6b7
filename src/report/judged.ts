import type { Operation } from 'fast-json-patch';
import { patchOf } from '../engine/edit.js';
import type { Finding, Mode } from '../engine/finding.js';
import { stringAt, dig } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import type { Pointer } from '../policy/pointer.js';
import type { PolicyMeta } from '../policy/policy.js';

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
}

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
}

/** An object that was judged, and what was found. */
export interface Judged {
  readonly object: ObjectName;
  readonly findings: readonly ReportedFinding[];
}

/** Finds where a pointer into the object stands in what was read. */
export type Locate = (path: Pointer) => Source;

/** Turns what the engine found about an object into what reports show. The result does not keep the object in memory. */
export function describe(object: JsonObject, findings: readonly Finding[], locate?: Locate): Judged {
  return {
    object: detach(nameOf(object)),
    findings: findings.map((finding) => ({
      policy: finding.policy,
      mode: finding.mode,
      remedy: finding.remedy,
      ...detach(particulars(object, finding)),
      ...(locate !== undefined && { source: locate(finding.path) }),
    })),
  };
}

export function nameOf(object: JsonObject): ObjectName {
  const metadata = dig(object, 'metadata');
  const namespace = stringAt(metadata, 'namespace');
  return {
    apiVersion: stringAt(object, 'apiVersion') ?? '',
    kind: stringAt(object, 'kind') ?? '',
    ...(namespace !== undefined && { namespace }),
    name: stringAt(metadata, 'name') ?? stringAt(metadata, 'generateName') ?? '',
  };
}

function particulars(object: JsonObject, { container, path, message, fix }: Finding): Particulars {
  const patch = fix === undefined ? [] : patchOf(object, fix);
  return { ...(container !== undefined && { container }), path, message, ...(patch.length > 0 && { fix: patch }) };
}

type Particulars = Pick<ReportedFinding, 'container' | 'path' | 'message' | 'fix'>;

/** Copies JSON: a string that is a slice of a file's text would keep all of that text in memory. */
function detach<T extends ObjectName | Particulars>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T; // both hold nothing but JSON
}
