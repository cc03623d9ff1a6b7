import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { issueCertificate } from './certificate.js';
import type { Cluster } from './cluster.js';
import { parseMetrics, type Sample } from './metrics.js';
import { shippedConfiguration, shippedRun } from './manifests.js';
import { writeMounted } from './mounted-folder.js';
import { freePort } from './port.js';
import { startProcess, untilReady, type RunningProcess } from './running-process.js';
import { cleanEnvironment, main } from './seaworthy-command.js';
import { kubeconfigOf } from './service-account.js';

export interface Seaworthy {
  readonly process: RunningProcess;
  readonly port: number;
  /** The authority of the serving certificate, PEM. */
  readonly ca: string;
  /** The folders that the shipped Deployment mounts. */
  readonly configFolder: string;
  readonly tlsFolder: string;
  readonly metrics: () => Promise<readonly Sample[]>;
}

export interface SeaworthyOptions {
  /** The text of the configuration file; the shipped one otherwise. */
  readonly configuration?: string;
  /** The mounted Secret of a test that looks after certificates itself; a fresh certificate otherwise. */
  readonly tlsFolder?: string;
  /** A port that is known beforehand; a free one otherwise. */
  readonly port?: number;
  /** A kubeconfig with the token of the server's ServiceAccount that leads another way; a straight one otherwise. */
  readonly kubeconfig?: string;
}

export const configFile = 'seaworthy.yaml';
let started = 0;

async function withCertificate(folder: string, host: string): Promise<string> {
  const { ca, cert, key } = await issueCertificate(host);
  writeMounted(folder, { 'tls.crt': cert, 'tls.key': key });
  return ca;
}

/**
 * Starts the built server as the shipped Deployment does: with its arguments, then those that say where the files lie here, and with
 * the token of its ServiceAccount as its only credentials. Returns when it is ready, that is, when it knows every namespace.
 */
export async function startSeaworthy(cluster: Cluster, options: SeaworthyOptions = {}): Promise<Seaworthy> {
  const shipped = shippedRun('Deployment', 'serve');
  started += 1;
  const folder = join(cluster.folder, `seaworthy-${started}`);
  mkdirSync(folder);
  const configFolder = join(folder, 'config');
  const tlsFolder = options.tlsFolder ?? join(folder, 'tls');
  writeMounted(configFolder, { [configFile]: options.configuration ?? shippedConfiguration() });
  const ca = options.tlsFolder === undefined ? await withCertificate(tlsFolder, cluster.webhookHost) : '';
  const port = options.port ?? (await freePort());
  const metricsPort = await freePort();
  const local = [
    ['--config', join(configFolder, configFile)],
    ['--kubeconfig', options.kubeconfig ?? (await kubeconfigOf(cluster, shipped.serviceAccount))],
    ['--port', String(port), '--metrics-port', String(metricsPort)],
    ['--tls-cert', join(tlsFolder, 'tls.crt'), '--tls-key', join(tlsFolder, 'tls.key')],
    ['--drain-seconds', '1'],
  ].flat();
  const running = startProcess({
    name: 'seaworthy',
    command: process.execPath,
    args: [main, ...shipped.args, ...local],
    logFile: join(folder, 'seaworthy.log'),
    env: cleanEnvironment(),
  });
  const origin = `http://127.0.0.1:${metricsPort}`;
  await untilReady(running, async () => (await fetch(`${origin}/readyz`)).ok);
  const metrics = async (): Promise<readonly Sample[]> => parseMetrics(await (await fetch(`${origin}/metrics`)).text());
  return { process: running, port, ca, configFolder, tlsFolder, metrics };
}
