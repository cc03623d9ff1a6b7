import type { Logger } from 'pino';
import { createGeneration, judgesAtAdmission } from '../../admission/generation.js';
import type { Generation } from '../../admission/generation.js';
import { defaultConfiguration, rulesOf } from '../../config/configuration.js';
import type { Configuration, ConfigurationParts } from '../../config/configuration.js';
import { describeProblem, loadConfiguration } from '../../config/load.js';
import type { LoadedConfiguration } from '../../config/load.js';
import { watchConfiguration } from '../../config/watch.js';
import { createInspect } from '../../engine/inspect.js';
import { relatedInForce } from '../../engine/related.js';
import { hasSources } from '../../engine/sources.js';
import type { FileWatch } from '../../files/watch.js';
import { combineProviders } from '../../facts/images.js';
import { createReceipts } from '../../facts/receipts.js';
import type { Receipts } from '../../facts/receipts.js';
import type { Inventory } from '../../policy/facts.js';
import type { RelatedName } from '../../policy/related.js';
import type { Stopwatch } from '../../engine/rules.js';
import type { KubernetesVersion } from '../../policy/version.js';
import type { Metrics } from '../../server/metrics.js';
import { Failure } from '../failure.js';

export interface Generations {
  readonly current: () => Generation;
  /** Judges for this version from now on, where the configuration leaves it open. */
  readonly setVersion: (version: KubernetesVersion) => void;
  /** Logs which policies cannot be judged. */
  readonly warnOfBlind: () => void;
  readonly close: () => void;
}

export interface GenerationOptions {
  readonly file: string | undefined;
  readonly parts: ConfigurationParts;
  readonly version: KubernetesVersion;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly stopwatch: Stopwatch;
  /** Where policies look up other objects; absent without a cluster. */
  readonly related?: RelatedObjects | undefined;
}

interface RelatedObjects {
  readonly inventory: Inventory;
  /** Told which kinds the policies look up that are in force from now on. */
  readonly follow: (kinds: readonly RelatedName[]) => void;
}

/** What is in force: a configuration with the receipts that it names. */
interface InForce {
  readonly configuration: Configuration;
  readonly receipts: Receipts | undefined;
}

/** Loads the configuration, and swaps it whole for each new version that is good as a whole. */
export async function openGenerations(options: GenerationOptions): Promise<Generations> {
  const { file, parts, log, metrics } = options;
  const loaded = file === undefined ? undefined : await loadConfiguration(file, parts);
  if (loaded?.ok === false) throw new Failure(loaded.problems.map(describeProblem).join('\n'));
  let { version } = options;
  let inForce: InForce;
  let generation: Generation;
  const put = async (configuration: Configuration): Promise<void> => {
    const next = await prepare(configuration, log);
    generation = generationOf(next, version, options);
    inForce = next;
    options.related?.follow(relatedInForce(generation.rules));
    metrics.configLoaded(Date.now());
  };
  await put(loaded?.configuration ?? defaultConfiguration(parts.policies));
  const watching =
    file !== undefined && loaded !== undefined ? follow({ ...loaded, file }, options, put, () => inForce) : undefined;
  return {
    current: () => generation,
    setVersion: (found) => {
      version = found;
      generation = generationOf(inForce, version, options);
    },
    warnOfBlind: () => {
      warnOfBlind(inForce.configuration, parts, log);
    },
    close: () => {
      watching?.close();
      inForce.receipts?.close();
    },
  };
}

/** Puts each new version of the file into force, one after the other: their receipts take a moment to be read. */
function follow(
  loaded: LoadedConfiguration & { readonly file: string },
  { parts, log, metrics }: GenerationOptions,
  put: (configuration: Configuration) => Promise<void>,
  current: () => InForce,
): FileWatch {
  const { file } = loaded;
  const replace = async (configuration: Configuration): Promise<void> => {
    const old = current();
    await put(configuration);
    old.receipts?.close();
    log.info({ file }, 'configuration reloaded');
    warnOfBlind(configuration, parts, log);
  };
  let turn = Promise.resolve();
  return watchConfiguration(loaded, parts, {
    onLoaded: (configuration) => {
      turn = turn
        .then(() => replace(configuration))
        .catch((error: unknown) => {
          metrics.configRefused();
          log.error({ err: error }, 'configuration cannot be put into force; the old one stays');
        });
    },
    onRefused: (problems) => {
      metrics.configRefused();
      log.error({ problems: problems.map(describeProblem) }, 'configuration refused; the old one stays in force');
    },
  });
}

/** Reads the receipts that a configuration names, so that the first review under it finds them. */
async function prepare(configuration: Configuration, log: Logger): Promise<InForce> {
  const { images } = configuration;
  if (images === undefined || configuration.sources.size === 0) return { configuration, receipts: undefined };
  const receipts = createReceipts({
    settings: images,
    onLoad: ({ records, problems }) => {
      if (problems.length === 0) log.info({ records }, 'receipts read');
      else log.warn({ records, problems }, 'receipts read, with problems');
    },
  });
  await receipts.start();
  return { configuration, receipts };
}

function generationOf(
  { configuration, receipts }: InForce,
  version: KubernetesVersion,
  { parts, related, stopwatch }: GenerationOptions,
): Generation {
  const policies = parts.policies.filter(judgesAtAdmission);
  const images = receipts && combineProviders([[receipts.provider]]);
  const rules = { ...rulesOf(configuration, { policies, version, images }), inventory: related?.inventory, stopwatch };
  return createGeneration({ rules, inspect: createInspect(rules), exempt: configuration.exempt });
}

/** Says which policies can only warn under a configuration; every object is told how to begin (docs/adr/0007-scans-without-a-source.md). */
function warnOfBlind({ sources }: Configuration, { policies }: ConfigurationParts, log: Logger): void {
  const blind = policies.filter((policy) => !hasSources(policy, sources)).map(({ meta }) => meta.id);
  if (blind.length > 0)
    log.warn({ policies: blind }, 'these can only warn: no source of the facts that they need is configured');
}
