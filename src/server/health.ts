import http from 'node:http';
import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { createExpress } from './express.js';
import { refuseUnread } from './failure.js';

export interface HealthOptions {
  readonly registry: Registry;
  /** Why no request should be sent here, in a few words; undefined when there is no reason. */
  readonly unready: () => string | undefined;
}

/** The plain HTTP server for probes and metrics. Not listening yet. */
export function createHealthServer({ registry, unready }: HealthOptions): Server {
  const app = createExpress();
  app.get('/livez', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', (_request, response) => {
    const reason = unready();
    response.status(reason === undefined ? 200 : 503).type('text/plain');
    response.send(`${reason ?? 'ok'}\n`);
  });
  app.get('/metrics', async (_request, response) => {
    const text = await registry.metrics();
    response.setHeader('Content-Type', registry.contentType);
    response.send(text);
  });
  app.all(['/livez', '/readyz', '/metrics'], (request, response) => {
    response.setHeader('Allow', 'GET, HEAD');
    refuseUnread(request, response, 405, 'probes and metrics are read by GET');
  });
  app.use((request, response) => {
    refuseUnread(request, response, 404, 'this server answers /livez, /readyz and /metrics, and nothing else');
  });
  return http.createServer({ connectionsCheckingInterval: 5000, requestTimeout: 30_000, headersTimeout: 10_000 }, app);
}
