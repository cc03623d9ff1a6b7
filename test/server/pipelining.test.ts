import { once } from 'node:events';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { until } from '../cluster/until.js';
import { fitDeployment, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const good = JSON.stringify(review(fitDeployment));
const request = (type: string, body: string): string =>
  `POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** A review so large that it is judged one at a time. */
const large = good + ' '.repeat(5_000_000);

describe('requests whose client does not wait', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });

  const dial = async ({ port, ca } = server): Promise<TLSSocket> => {
    const socket = connect({ host: 'localhost', port, ca });
    await once(socket, 'secureConnect');
    return socket;
  };
  const isIdle = ({ traffic }: RunningServer): boolean =>
    traffic.inFlight === 0 && traffic.heldBytes === 0 && traffic.busy.size === 0 && traffic.arriving.size === 0;

  it('are answered in their order when several come on one connection', async () => {
    const socket = await dial();
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.write(request('application/json', good) + request('application/json', good));
    await until('both are answered', () => text.split('HTTP/1.1 200').length === 3);
    socket.destroy();
    await until('nothing is left of them', () => isIdle(server));
  });

  it('leave nothing behind when an answer before them closes the connection', async () => {
    const socket = await dial();
    socket.on('error', () => undefined).resume();
    socket.write(request('text/plain', good) + request('application/json', good) + request('application/json', good));
    await once(socket, 'close');
    await until('nothing is left of them', () => isIdle(server));
  });

  it('leave nothing behind when they go away, with one request or several in flight', async () => {
    for (const count of [1, 2, 3]) {
      const socket = await dial();
      socket.write(request('application/json', good).repeat(count));
      await until('they have begun', () => server.traffic.inFlight > 0 || server.log.length > 0);
      socket.destroy();
      await until('nothing is left of them', () => isIdle(server));
    }
  });

  it('are held as long as they wait, and not judged any more when their client is gone', async () => {
    let release = (): void => undefined;
    const labels = new Promise<Record<string, string>>((resolve) => {
      release = () => {
        resolve({ 'seaworthy.dev/enforce': 'production' });
      };
    });
    const slow = await startServer({ namespaces: { labelsOf: () => undefined, readLive: () => labels } });
    try {
      const sockets = await Promise.all(Array.from({ length: 4 }, () => dial(slow)));
      for (const socket of sockets) socket.write(request('application/json', large));
      await until('all have come in', () => slow.traffic.inFlight === 4 && slow.traffic.arriving.size === 0);
      for (const socket of sockets) socket.destroy();
      await until('all are gone', () => slow.traffic.inFlight === 0);
      expect(slow.traffic.heldBytes).to.equal(4 * Buffer.byteLength(large));
      release();
      await until('nothing is left of them', () => isIdle(slow));
      const reasons = slow.log.map(({ reason }) => reason);
      expect(reasons).to.deep.equal([undefined, ...Array<string>(3).fill('the client did not wait for the answer')]);
    } finally {
      slow.close();
    }
  });
});
