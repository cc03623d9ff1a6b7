import { Command, InvalidArgumentError, Option } from 'commander';
import { Failure } from './failure.js';
import { logLevels } from './serve/logger.js';
import type { ServeOptions } from './serve/options.js';
import { run } from './serve/run.js';

/** Longer than any grace period that a pod is given. */
const LONGEST_DRAIN = 3600;

/** An API server takes a few seconds to learn that a pod is going; without a cluster there is nobody to wait for. */
const DRAIN_SECONDS = 10;

const EPILOGUE = `
Try it: seaworthy serve --standalone
Exit codes: 0 ended by a signal, 1 ended by an error that nobody expected (the last line of the log), 2 could not begin`;

/** The flags as commander reads them. */
type Flags = Omit<ServeOptions, 'drainSeconds'> & Partial<Pick<ServeOptions, 'drainSeconds'>>;

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the admission webhook. Logs are JSON lines on standard error.')
    .option('--config <file>', 'the configuration file; it is watched')
    .option('--port <port>', 'the port of the webhook, HTTPS', port, 8443)
    .option('--metrics-port <port>', 'the port of probes and metrics, HTTP', port, 8080)
    .option('--tls-cert <file>', 'the certificate, PEM; it is watched (default: a throw-away one)')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--kubeconfig <file>', "the cluster (default: the pod's own, or KUBECONFIG)")
    .option('--standalone', 'need no cluster: judge every namespace by one profile', false)
    .option('--profile <profile>', 'that profile, with --standalone (default: production)')
    .addOption(new Option('--log-level <level>', 'the least that is logged').choices(logLevels).default('info'))
    .option(
      '--drain-seconds <seconds>',
      'how long to go on answering after SIGTERM (default: 10, with --standalone 0)',
      drainSeconds,
    )
    .addHelpText('after', EPILOGUE)
    .action(async (flags: Flags) => {
      const options = { ...flags, drainSeconds: flags.drainSeconds ?? (flags.standalone ? 0 : DRAIN_SECONDS) };
      check(options);
      await run(options);
    });
}

/** What no flag alone shows to be wrong. */
function check({ tlsCert, tlsKey, standalone, profile, kubeconfig }: ServeOptions): void {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new Failure('--tls-cert and --tls-key go together');
  if (profile !== undefined && !standalone) {
    throw new Failure('--profile needs --standalone: in a cluster the labels of each namespace name its profile');
  }
  if (kubeconfig !== undefined && standalone) throw new Failure('--standalone uses no cluster: leave --kubeconfig out');
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is 0 to 65535.');
  return Number(text);
}

function drainSeconds(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text) || Number(text) > LONGEST_DRAIN) {
    throw new InvalidArgumentError(`seconds are 0 to ${LONGEST_DRAIN}.`);
  }
  return Number(text);
}
