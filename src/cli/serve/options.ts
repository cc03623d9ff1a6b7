import type { LogLevel } from './logger.js';

/** The flags as commander reads them. */
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
