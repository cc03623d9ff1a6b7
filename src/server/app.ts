import https from 'node:https';
import type { Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import { createDrain } from './drain.js';
import type { Drain } from './drain.js';
import { createExpress } from './express.js';
import { refuseUnread } from './failure.js';
import { endAll } from './traffic.js';
import type { Traffic } from './traffic.js';
import { createWebhooks } from './webhook.js';
import type { WebhookOptions } from './exchange.js';

/** How long a client is waited for, in milliseconds. */
export interface Patience {
  /** Between one request and the next. */
  readonly keepAlive: number;
  /** From the connection, or the end of the request before, to the end of the headers; and to the end of the body. */
  readonly headers: number;
  readonly request: number;
  /** How often connections are looked through for those that take longer. */
  readonly checking: number;
  readonly handshake: number;
}

/** The API server keeps its idle connections for 90 s and never sends a POST again. */
export const usualPatience: Patience = {
  keepAlive: 120_000,
  headers: 10_000,
  request: 30_000,
  checking: 5_000,
  handshake: 10_000,
};

export interface ServerOptions extends WebhookOptions {
  readonly certificate: { readonly cert: string | Buffer; readonly key: string | Buffer };
  readonly patience?: Patience;
}

export interface WebhookServer {
  /** Not listening yet. */
  readonly server: Server;
  readonly drain: Drain;
}

/** The HTTPS server of the webhook: the two webhook paths, and express for whatever else is asked. */
export function createServer(options: ServerOptions): WebhookServer {
  const { certificate, traffic, patience = usualPatience } = options;
  const answersWebhook = createWebhooks(options);
  const others = createApp(traffic);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (!answersWebhook(request, response)) others(request, response);
  };
  const server = https.createServer(
    {
      cert: certificate.cert,
      key: certificate.key,
      keepAliveTimeout: patience.keepAlive,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      connectionsCheckingInterval: patience.checking,
      handshakeTimeout: patience.handshake,
    },
    listener,
  );
  // Whether a body is wanted is known to whoever reads it.
  server.on('checkContinue', listener);
  server.on('secureConnection', (socket: Socket) => {
    socket.once('close', () => {
      endAll(traffic, socket);
    });
  });
  return { server, drain: createDrain(server, traffic) };
}

/** What is not a webhook call: another method, or a path that is not there. */
function createApp(traffic: Traffic): Express {
  const app = createExpress();
  app.use((_request, response, next) => {
    if (traffic.draining) response.setHeader('Connection', 'close');
    next();
  });
  app.all(['/validate', '/mutate'], (request, response) => {
    response.setHeader('Allow', 'POST');
    refuseUnread(request, response, 405, 'reviews are sent by POST');
  });
  app.use((request, response) => {
    refuseUnread(request, response, 404, 'this server answers /validate and /mutate, and nothing else');
  });
  return app;
}
