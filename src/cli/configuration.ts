import { policies } from '../../policies/index.js';
import { defaultConfiguration } from '../config/configuration.js';
import type { Configuration, ConfigurationParts } from '../config/configuration.js';
import { profileHint } from '../engine/profile-hint.js';
import type { Profile } from '../engine/profile.js';
import { checkImagesSettings, imagesSchema } from '../facts/images-settings.js';
import { quote } from '../policy/quote.js';
import { Failure } from './failure.js';

/** The profile to judge by where nobody names one. */
export const DEFAULT_PROFILE = 'production';

/** What the rooms bring to the configuration file. */
export const configurationParts: ConfigurationParts = {
  policies,
  images: {
    schema: imagesSchema,
    check: checkImagesSettings,
  },
};

/** The configuration of a file, or the one that holds without a file; fails with every problem of the file, each on a line. */
export async function configurationOf(file: string | undefined): Promise<Configuration> {
  if (file === undefined) return defaultConfiguration(policies);
  const { describeProblem, loadConfiguration } = await import('../config/load.js');
  const loaded = await loadConfiguration(file, configurationParts);
  if (!loaded.ok) throw new Failure(loaded.problems.map(describeProblem).join('\n'));
  return loaded.configuration;
}

/** A profile by its name; fails with the nearest right name, or with all there are. */
export function profileNamed(name: string, { profiles }: Pick<Configuration, 'profiles'>): Profile {
  const found = profiles.get(name);
  if (found !== undefined) return found;
  throw new Failure(`unknown profile ${quote(name)}${profileHint(name, [...profiles.keys()])}`);
}
