import type { CertificateCluster, RawObject, StoredName } from '../../certs/cluster.js';

export interface MemoryCluster extends CertificateCluster {
  readonly objects: Map<string, RawObject>;
  /** Each write that succeeded, as `replace Secret/tls`, with the object as it was then stored. */
  readonly writes: { readonly what: string; readonly object: RawObject }[];
  /** Runs before each write; what it does itself can make that write a conflict. */
  beforeWrite: (what: string) => Promise<void>;
}

const keyOf = ({ kind, name }: StoredName): string => `${kind}/${name}`;

/** Objects in memory with the rule that makes writers safe: an old resourceVersion writes nothing. */
export function createMemoryCluster(): MemoryCluster {
  const objects = new Map<string, RawObject>();
  let version = 0;
  const store = (what: string, key: string, object: RawObject): RawObject => {
    version += 1;
    const stored = { ...object, metadata: { ...(object['metadata'] as object), resourceVersion: String(version) } };
    objects.set(key, stored);
    cluster.writes.push({ what, object: stored });
    return stored;
  };
  const versionOf = (object: RawObject | undefined): unknown =>
    (object?.['metadata'] as RawObject | undefined)?.['resourceVersion'];
  const cluster: MemoryCluster = {
    objects,
    writes: [],
    beforeWrite: () => Promise.resolve(),
    read: (name) => Promise.resolve(structuredClone(objects.get(keyOf(name)))),
    create: async (name, object) => {
      await cluster.beforeWrite(`create ${keyOf(name)}`);
      return objects.has(keyOf(name)) ? undefined : store(`create ${keyOf(name)}`, keyOf(name), object);
    },
    replace: async (name, object) => {
      await cluster.beforeWrite(`replace ${keyOf(name)}`);
      if (versionOf(objects.get(keyOf(name))) !== versionOf(object)) return undefined;
      return store(`replace ${keyOf(name)}`, keyOf(name), object);
    },
  };
  return cluster;
}
