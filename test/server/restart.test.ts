import https from 'node:https';
import { expect } from 'chai';
import { until } from '../cluster/until.js';
import { timed } from '../timed.js';
import { fitDeployment, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const body = JSON.stringify(review(fitDeployment));

/** How many clients there are, each with one connection, and how long a server drains, in milliseconds. */
const CLIENTS = 6;
const DRAIN_MS = 3000;

/** After so many requests every second client opens another connection, so that a draining server gets new ones as well. */
const PER_CONNECTION = 10;

/** How many answers a draining server still gives to connections old and new before it is taken off the list. */
const LAG = 20;

/** The servers that new connections go to in turn, as a Service spreads them, and what came of the requests. */
function createLoad(endpoints: readonly RunningServer[]) {
  const failures: string[] = [];
  const answered = new Map<RunningServer, number>();
  let turn = 0;
  let over = false;
  const goesOn = (): boolean => !over && failures.length === 0;
  const ask = async (server: RunningServer, agent: https.Agent): Promise<boolean> => {
    try {
      const reply = await server.send('/validate?timeout=5s', body, { agent });
      if (reply.status !== 200) failures.push(`status ${reply.status}`);
      answered.set(server, (answered.get(server) ?? 0) + 1);
      return reply.headers.connection !== 'close';
    } catch (error) {
      failures.push(String(error));
      return false;
    }
  };
  /** Keeps to one connection at a time, leaves it when the server closes it, and never sends a request twice, as the API server does. */
  const client = async (_value: unknown, index: number): Promise<void> => {
    const longest = index % 2 === 0 ? Infinity : PER_CONNECTION;
    while (goesOn()) {
      const server = endpoints[turn++ % endpoints.length];
      if (server === undefined) throw new Error('there is no server left');
      const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
      for (let count = 1; (await ask(server, agent)) && count < longest && goesOn(); count++);
      agent.destroy();
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  const countOf = (server: RunningServer): number => answered.get(server) ?? 0;
  const end = async (): Promise<readonly string[]> => {
    over = true;
    await clients;
    return failures;
  };
  return { countOf, failures, end };
}

describe('a rolling restart under load', function () {
  this.timeout(60_000);

  timed('loses no request', async () => {
    const servers = [await startServer(), await startServer()];
    const endpoints = [...servers];
    const load = createLoad(endpoints);
    const answers = (server: RunningServer, count: number): Promise<void> =>
      until(`${count} answers`, () => load.failures.length > 0 || load.countOf(server) >= count);
    try {
      for (const old of [...servers]) {
        await answers(old, 1);
        const fresh = await startServer();
        servers.push(fresh);
        endpoints.push(fresh);
        const before = load.countOf(old);
        const ended = old.drain.finish(DRAIN_MS);
        await answers(old, before + LAG);
        endpoints.splice(endpoints.indexOf(old), 1);
        await ended;
        await answers(fresh, 1);
      }
    } finally {
      const failures = await load.end();
      for (const server of servers) server.close();
      expect(failures).to.deep.equal([]);
    }
  });
});
