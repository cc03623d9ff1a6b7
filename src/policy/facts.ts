import type { JsonObject } from './json.js';
import type { Pointer } from './pointer.js';
import type { RelatedName } from './related.js';

/** Something found out before a policy runs, or why it could not be found out. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };

/** The names that a policy may list under `needs`. */
export type FactName = 'images' | 'inventory' | 'schema';

/** What a policy may ask about; every answer is ready before its check starts. */
export interface Facts {
  /** What scanners have left about an image, by its reference as the object writes it. Unknown means that a source could not be asked. */
  readonly images: (reference: string) => Fact<ScanEvidence>;
  /** The objects beside the one that is judged. */
  readonly inventory: Inventory;
  /** What the API server's schema has against the shape of the object. Unknown where nobody holds objects to schemas. */
  readonly schema: Fact<readonly SchemaProblem[]>;
}

/**
 * All objects of a kind that are in a namespace, in the order of their names, of each what `relatedKinds` keeps. What names no
 * namespace, as manifests may, counts as being wherever one looks, and several manifests may have one name, of which nobody knows
 * which one is meant. Unknown when not all of them can be seen. The object that is judged may be among them, as it was.
 */
export type Inventory = (kind: RelatedName, namespace: string | undefined) => Fact<readonly JsonObject[]>;

/** One place where an object is not of the shape that the API server demands. */
export interface SchemaProblem {
  readonly path: Pointer;
  /** A fragment as a violation's message is. */
  readonly message: string;
}

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** How many findings of one severity a scan had, and how many of them a newer version of the package would mend. */
export interface ScanCount {
  readonly total: number;
  readonly fixable: number;
}

/** One finding of a scan, once for all the packages of the image that have it with the same severity and the same prospect of a fix. */
export interface ScanFinding {
  /** The identifier that its database uses, such as CVE-2026-1234 or GHSA-…. */
  readonly id: string;
  readonly severity: Severity | 'unknown';
  readonly fixable: boolean;
  /** In how many packages it was found: the counts of the record count each. */
  readonly count: number;
}

/** What one scan of one image said. */
export interface ScanRecord {
  /** sha256:hex of the image that was scanned. */
  readonly digest: string;
  readonly scanner: { readonly name: string; readonly version?: string; readonly dbUpdatedAt?: string };
  /** When the scan ended, in milliseconds since 1970. */
  readonly finishedAt: number;
  readonly counts: Readonly<Record<Severity | 'unknown', ScanCount>>;
  /** The worst twenty at most: the counts hold the rest. */
  readonly worst: readonly ScanFinding[];
}

/** Everything the sources hold about one image. */
export interface ScanEvidence {
  /** Records from trusted sources, in no order. */
  readonly trusted: readonly ScanRecord[];
  /** Why each record that is no evidence was put aside: a bad signature, an unknown key, an unsigned line. */
  readonly untrusted: readonly string[];
  /** Where was looked, for the message: receipts (412). Empty when no source is configured. */
  readonly lookedIn: readonly string[];
}
