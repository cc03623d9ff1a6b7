import { InvalidArgumentError, Option } from 'commander';
import { parseVersion } from '../policy/version.js';
import type { KubernetesVersion } from '../policy/version.js';

/** The option that tells for which version of Kubernetes manifests are judged. */
export function kubernetesVersionOption(): Option {
  const option = new Option('--kubernetes-version <version>', 'the version to judge for, such as 1.34');
  return option.argParser(kubernetesVersion);
}

function kubernetesVersion(text: string): KubernetesVersion {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new InvalidArgumentError('A version is written like 1.34.');
  return parsed;
}
