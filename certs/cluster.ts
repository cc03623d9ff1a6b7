/** A Kubernetes object as raw JSON, of which only what certificates need is ever read or changed. */
export type RawObject = Readonly<Record<string, unknown>>;

export type StoredKind = 'Secret' | 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration';

/** Names one object; the namespace goes without saying, and only Secrets have one. */
export interface StoredName {
  readonly kind: StoredKind;
  readonly name: string;
}

/** The three objects of a cluster that certificates live in. Its errors are passed on as they are. */
export interface CertificateCluster {
  /** Gives undefined when the object does not exist. */
  readonly read: (name: StoredName) => Promise<RawObject | undefined>;
  /** Gives the object as it was stored, or undefined when the name is taken by now. */
  readonly create: (name: StoredName, object: RawObject) => Promise<RawObject | undefined>;
  /** Gives the object as it was stored, or undefined when its resourceVersion was no longer the newest: then nothing was written. */
  readonly replace: (name: StoredName, object: RawObject) => Promise<RawObject | undefined>;
}

export function recordAt(value: unknown, field: string): RawObject {
  const found = isRecord(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  return isRecord(found) ? found : {};
}

export function isRecord(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
