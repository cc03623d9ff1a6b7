import { InvalidArgumentError, Option } from 'commander';
import { canJudgeFor, foreseenVersions, parseVersion } from '../policy/version.js';
import type { KubernetesVersion } from '../policy/version.js';

/** The option that tells for which version of Kubernetes manifests are judged. */
export function kubernetesVersionOption(): Option {
  const option = new Option('--kubernetes-version <version>', 'the version to judge for, such as 1.34');
  return option.argParser(kubernetesVersion);
}

/** What the configuration takes: a release about which nothing is known would be judged as if it had been looked at. */
function kubernetesVersion(text: string): KubernetesVersion {
  const parsed = parseVersion(text);
  if (!canJudgeFor(parsed)) {
    throw new InvalidArgumentError(`A version from ${foreseenVersions} is wanted.`);
  }
  return parsed;
}
