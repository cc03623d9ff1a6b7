import { formatVersion } from '../policy/version.js';
import type { KubernetesVersion } from '../policy/version.js';
import { DEFAULT_PROFILE } from './configuration.js';
import { shellWord } from './shell-word.js';

interface Standards {
  readonly profile: string;
  readonly config?: string;
  readonly kubernetesVersion?: KubernetesVersion;
}

/** Another command that judges by the same profile, configuration and version, for people to run. */
export function sisterCommand(name: 'check' | 'fix', { profile, config, kubernetesVersion }: Standards): string {
  return [
    `seaworthy ${name}`,
    ...(profile === DEFAULT_PROFILE ? [] : ['--profile', shellWord(profile)]),
    ...(config === undefined ? [] : ['--config', shellWord(config)]),
    ...(kubernetesVersion === undefined ? [] : ['--kubernetes-version', formatVersion(kubernetesVersion)]),
  ].join(' ');
}
