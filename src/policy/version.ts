/** A minor release of Kubernetes. */
export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/** The newest release that the policies were written against; what is judged without a cluster is judged for it. */
export const newestKubernetes: KubernetesVersion = { major: 1, minor: 37 };

/** The oldest release that anything is known about. */
const OLDEST_MINOR = 4;

/** Reads 1.34, v1.34.2 or 1.34+, or gives undefined for what is no version. */
export function parseVersion(text: string): KubernetesVersion | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?:[.+-].*)?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

export function isAtLeast(version: KubernetesVersion, minor: number): boolean {
  return version.major > 1 || (version.major === 1 && version.minor >= minor);
}

/** So many releases ahead Kubernetes says which versions of APIs it will remove. */
const AHEAD = 3;

const LAST_FORESEEN: KubernetesVersion = { ...newestKubernetes, minor: newestKubernetes.minor + AHEAD };

/** Whether objects can be judged for a release: for one that is known, or for one of the next, before an upgrade. */
export function canJudgeFor(version: KubernetesVersion | undefined): version is KubernetesVersion {
  if (version?.major !== newestKubernetes.major) return false;
  return version.minor >= OLDEST_MINOR && version.minor <= LAST_FORESEEN.minor;
}

export function formatVersion({ major, minor }: KubernetesVersion): string {
  return `${major}.${minor}`;
}

/** The range of the releases that objects can be judged for, for messages. */
export const foreseenVersions = `1.${OLDEST_MINOR} to ${formatVersion(LAST_FORESEEN)}`;
