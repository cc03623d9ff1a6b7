import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { createEndpoint } from '../../admission/endpoint.js';
import { createMutate } from '../../admission/mutate.js';
import { createValidate } from '../../admission/validate.js';
import type { Cluster } from '../../cluster/connect.js';
import { select } from '../../engine/select.js';
import { newestKubernetes } from '../../policy/version.js';
import { createServer } from '../../server/app.js';
import type { WebhookServer } from '../../server/app.js';
import { createHealthServer } from '../../server/health.js';
import { createMetrics } from '../../server/metrics.js';
import type { Metrics } from '../../server/metrics.js';
import { logReview } from '../../server/record.js';
import { createTraffic } from '../../server/traffic.js';
import type { Traffic } from '../../server/traffic.js';
import { DEFAULT_PROFILE, configurationParts, profileNamed } from '../configuration.js';
import { packageVersion } from '../package-root.js';
import type { ServeOptions } from './options.js';
import { findCertificate } from './certificate.js';
import type { Certificate } from './certificate.js';
import { connectTo } from './cluster.js';
import { crashOnUnexpected, guard } from './crash.js';
import { openGenerations } from './generations.js';
import type { Generations } from './generations.js';
import { greet, trust } from './greeting.js';
import { labelsOfFlags, openLabels } from './labels.js';
import type { Labels } from './labels.js';
import { listen } from './listen.js';
import { createLogger } from './logger.js';
import { createRelated } from './related.js';
import type { Related } from './related.js';
import { endOnSignals } from './signals.js';
import { createStopwatch } from './stopwatch.js';

/**
 * What a review leaves behind is collected in a fraction of a millisecond. To wake threads for that costs a few percent of all
 * the processor time of a review (npm run bench), and a container has no other processor to wake them on.
 */
const SCAVENGE_ALONE = '--no-parallel-scavenge';

/** All that runs while the server does. */
interface Parts {
  readonly options: ServeOptions;
  readonly log: Logger;
  readonly traffic: Traffic;
  readonly metrics: Metrics;
  readonly generations: Generations;
  readonly certificate: Certificate;
  readonly labels: Labels;
  /** These two are absent with --standalone. */
  readonly cluster: Cluster | undefined;
  readonly related: Related | undefined;
}

/**
 * Starts the webhook. It ends the process itself, upon a signal; until it serves it fails with one line and exit code 2.
 * What nobody expected ends it with a line of the log and exit code 1.
 */
export async function run(options: ServeOptions): Promise<void> {
  setFlagsFromString(SCAVENGE_ALONE);
  const log = createLogger(options.logLevel);
  crashOnUnexpected(log);
  await guard(log, () => begin(options, log));
}

async function begin(options: ServeOptions, log: Logger): Promise<void> {
  const traffic = createTraffic();
  const related = options.standalone ? undefined : createRelated(log);
  const metrics = createMetrics({ traffic, version: packageVersion(), inventory: related?.figures });
  const stopwatch = createStopwatch(metrics.judged);
  const found = { version: newestKubernetes, stopwatch, related };
  const opening = { file: options.config, parts: configurationParts, log, metrics, ...found };
  const generations = await openGenerations(opening);
  checkProfile(options, generations);
  const certificate = await findCertificate(options);
  const cluster = options.standalone ? undefined : await connectTo(options.kubeconfig);
  const labels =
    cluster === undefined ? labelsOfFlags(options) : await openLabels(cluster, log, generations.setVersion);
  if (cluster !== undefined) await related?.start(cluster);
  await serve({ options, log, traffic, metrics, generations, certificate, labels, cluster, related });
}

async function serve(parts: Parts): Promise<void> {
  const { options, log, metrics, certificate, generations, labels, cluster, related } = parts;
  const webhook = createWebhookServer(parts);
  const health = createHealth(parts);
  const close = (): void => {
    generations.close();
    labels.close();
    related?.close();
    cluster?.close();
    health.close();
    health.closeAllConnections();
  };
  try {
    const metricsPort = await listen(health, options.metricsPort, '--metrics-port');
    const port = await listen(webhook.server, options.port, '--port');
    announce(parts, { port, metricsPort });
  } catch (error) {
    close();
    throw error;
  }
  const setContext = ({ cert, key }: { readonly cert: Buffer; readonly key: Buffer }): void => {
    webhook.server.setSecureContext({ cert, key });
  };
  const unfollow = certificate.follow(setContext, log, metrics);
  const ending = { log, drain: webhook.drain, drainMs: options.drainSeconds * 1000 };
  endOnSignals({
    ...ending,
    close: () => {
      unfollow();
      close();
    },
  });
}

function createWebhookServer({ traffic, metrics, log, generations, certificate, labels }: Parts): WebhookServer {
  return createServer({
    certificate,
    traffic,
    endpoints: {
      validate: createEndpoint(createValidate(labels.namespaces), generations.current),
      mutate: createEndpoint(createMutate(labels.namespaces), generations.current),
    },
    observe: (endpoint, answer, milliseconds) => {
      metrics.reviewed(endpoint, answer, milliseconds);
      logReview(log, endpoint, answer, milliseconds);
    },
  });
}

function createHealth({ traffic, metrics, labels, related }: Parts): ReturnType<typeof createHealthServer> {
  const unready = (): string | undefined =>
    traffic.draining ? 'shutting down' : (labels.unready() ?? related?.unready());
  return createHealthServer({ registry: metrics.registry, unready });
}

/** Fails when the one profile that is to hold everywhere does not exist. */
function checkProfile({ standalone, profile = DEFAULT_PROFILE }: ServeOptions, generations: Generations): void {
  if (standalone) profileNamed(profile, generations.current().rules);
}

/** Tells a person what was started, and the log on which ports. */
function announce(parts: Parts, ports: { readonly port: number; readonly metricsPort: number }): void {
  const { options, certificate, generations, log } = parts;
  const { authorityFile, isThrowAway } = certificate;
  const profile = options.profile ?? DEFAULT_PROFILE;
  if (options.standalone) {
    const selection = select(generations.current().rules, { enforce: profile, inject: profile });
    const policies = selection.judges.length;
    const injectors = selection.injectors.map(({ policy }) => policy.meta.id);
    process.stderr.write(greet({ port: ports.port, profile, policies, injectors, authorityFile }));
  } else if (isThrowAway) {
    // No line of the log: nobody could reach the server who does not know this, whatever the level.
    process.stderr.write(`${trust(authorityFile)}\n`);
  }
  log.info({ ...ports, standalone: options.standalone, ...(isThrowAway && { authorityFile }) }, 'serving');
  generations.warnOfBlind();
}
