import { once } from 'node:events';
import https from 'node:https';
import type { RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { policies } from '../../policies/index.js';
import { issueThrowAway } from '../../certs/throw-away.js';
import { createEndpoint } from '../../src/admission/endpoint.js';
import { createGeneration, judgesAtAdmission } from '../../src/admission/generation.js';
import type { Generation } from '../../src/admission/generation.js';
import { createMutate } from '../../src/admission/mutate.js';
import { everyNamespace } from '../../src/admission/opt-in.js';
import type { NamespaceLabels } from '../../src/admission/opt-in.js';
import { createValidate } from '../../src/admission/validate.js';
import { defaultConfiguration, rulesOf } from '../../src/config/configuration.js';
import { createInspect } from '../../src/engine/inspect.js';
import { hasSources } from '../../src/engine/sources.js';
import type { Rules } from '../../src/engine/rules.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { createServer } from '../../src/server/app.js';
import type { Patience, WebhookServer } from '../../src/server/app.js';
import { createMetrics } from '../../src/server/metrics.js';
import type { Metrics } from '../../src/server/metrics.js';
import { logReview } from '../../src/server/record.js';
import { createTraffic } from '../../src/server/traffic.js';
import type { Traffic } from '../../src/server/traffic.js';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: string;
}

export interface RunningServer extends WebhookServer {
  readonly port: number;
  readonly ca: string;
  readonly traffic: Traffic;
  readonly metrics: Metrics;
  readonly log: readonly LogLine[];
  /** Puts other rules into force, as a reload does. */
  readonly reload: (rules: Partial<Rules>) => void;
  readonly send: (path: string, body: string | Buffer | readonly Buffer[], options?: RequestOptions) => Promise<Reply>;
  readonly close: () => void;
}

export interface StartOptions {
  readonly namespaces?: NamespaceLabels;
  readonly rules?: Partial<Rules>;
  readonly exempt?: Partial<Generation['exempt']>;
  readonly patience?: Patience;
}

const certificate = issueThrowAway(new Date());

/** The real server on a free port, with the real policies and profiles. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const { namespaces = everyNamespace('production'), exempt, patience } = options;
  const { certificate: cert, key, authority: ca } = await certificate;
  const generationFor = (rules: Partial<Rules>): Generation => {
    // As `serve` does: without scan evidence nothing can be said about scans, and some policies never judge here.
    const sighted = policies.filter((policy) => judgesAtAdmission(policy) && hasSources(policy, new Set()));
    const whole = {
      ...rulesOf(defaultConfiguration(policies), { policies: sighted, version: newestKubernetes }),
      ...rules,
    };
    const exempted = { namespaces: new Set<string>(), users: new Set<string>(), ...exempt };
    return createGeneration({ rules: whole, inspect: createInspect(whole), exempt: exempted });
  };
  let generation = generationFor(options.rules ?? {});
  const current = (): Generation => generation;
  const traffic = createTraffic();
  const metrics = createMetrics({ traffic, version: '1.2.3' });
  const log: LogLine[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void => {
      log.push({ level, msg: message, ...fields });
    };
  const logger = { info: write('info'), warn: write('warn'), error: write('error') };
  const webhook = createServer({
    certificate: { cert, key },
    ...(patience !== undefined && { patience }),
    traffic,
    endpoints: {
      validate: createEndpoint(createValidate(namespaces), current),
      mutate: createEndpoint(createMutate(namespaces), current),
    },
    observe: (endpoint, answer, milliseconds) => {
      metrics.reviewed(endpoint, answer, milliseconds);
      logReview(logger, endpoint, answer, milliseconds);
    },
  });
  webhook.server.listen(0);
  await once(webhook.server, 'listening');
  const { port } = webhook.server.address() as AddressInfo;
  return {
    ...webhook,
    port,
    ca,
    traffic,
    metrics,
    log,
    reload: (rules) => {
      generation = generationFor(rules);
    },
    send: (path, body, more = {}) => send({ host: 'localhost', port, ca, path, method: 'POST', ...more }, body),
    close: () => {
      webhook.server.close();
      webhook.server.closeAllConnections();
    },
  };
}

/** Sends a request, in the chunks that are given, and collects its answer. */
export async function send(options: RequestOptions, body: string | Buffer | readonly Buffer[]): Promise<Reply> {
  const headers = { 'Content-Type': 'application/json', ...(options.headers as object) };
  const request = https.request({ agent: false, ...options, headers });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  // A server that refuses a body closes the connection while it is still being sent.
  request.on('error', () => undefined);
  if (typeof body === 'string' || Buffer.isBuffer(body)) request.end(body);
  else {
    for (const chunk of body)
      await new Promise<void>((resolve) =>
        request.write(chunk, () => {
          resolve();
        }),
      );
    request.end();
  }
  const [response] = await answered;
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}
