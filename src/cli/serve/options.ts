import type { LogLevel } from './logger.js';

/** What the flags say, with their defaults. */
export interface ServeOptions {
  readonly config?: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly kubeconfig?: string;
  readonly standalone: boolean;
  readonly profile?: string;
  readonly logLevel: LogLevel;
  readonly drainSeconds: number;
}
