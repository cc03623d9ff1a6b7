/** A minor release of Kubernetes. */
export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/** The newest release that the policies were written against; what is judged without a cluster is judged for it. */
export const newestKubernetes: KubernetesVersion = { major: 1, minor: 37 };

/** Reads 1.34, v1.34.2 or 1.34+, or gives undefined for what is no version. */
export function parseVersion(text: string): KubernetesVersion | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?:[.+-].*)?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

export function isAtLeast(version: KubernetesVersion, minor: number): boolean {
  return version.major > 1 || (version.major === 1 && version.minor >= minor);
}
