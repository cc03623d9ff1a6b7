import { once } from 'node:events';
import net from 'node:net';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { fitDeployment, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';
import { timed } from '../timed.js';

const body = JSON.stringify(review(fitDeployment));
const head = `POST /validate?timeout=10s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;

async function open(server: RunningServer): Promise<TLSSocket> {
  const socket = connect({ host: 'localhost', port: server.port, ca: server.ca });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

/** How long after now, in milliseconds, each of the sockets is closed. */
async function closings(sockets: readonly net.Socket[]): Promise<readonly number[]> {
  const start = Date.now();
  return Promise.all(
    sockets.map(async (socket) => {
      socket.resume();
      if (!socket.destroyed) await once(socket, 'close');
      return Date.now() - start;
    }),
  );
}

describe('draining', () => {
  timed('goes on answering for the whole time, closes each connection with its answer, and then the port', async () => {
    const server = await startServer();
    const kept = await open(server);
    kept.write(head + body);
    expect(String((await once(kept, 'data'))[0]))
      .to.match(/^HTTP\/1\.1 200 /)
      .and.to.match(/Connection: keep-alive/);
    const start = Date.now();
    const ended = server.drain.finish(700);
    kept.write(head + body);
    expect(String((await once(kept, 'data'))[0]))
      .to.match(/^HTTP\/1\.1 200 /)
      .and.to.match(/Connection: close/);
    if (!kept.destroyed) await once(kept.resume(), 'close');
    expect((await server.send('/validate', body)).headers.connection).to.equal('close');
    expect((await server.send('/nowhere', body)).headers.connection).to.equal('close');
    await ended;
    expect(Date.now() - start).to.be.within(690, 3000);
    expect(server.server.listening).to.equal(false);
  });

  it('closes at the end what is idle, has not spoken, or has not finished its handshake', async () => {
    const server = await startServer();
    const silent = await open(server);
    const idle = await open(server);
    idle.write(head + body);
    await once(idle, 'data');
    const begun = await open(server);
    begun.write('POST /validate HTT');
    const plain = net.connect(server.port, 'localhost');
    await once(plain, 'connect');
    const accepted = once(server.server, 'connection');
    const late = net.connect(server.port, 'localhost');
    await accepted;
    const closed = closings([silent, idle, begun, plain, late]);
    await server.drain.finish(500);
    for (const time of await closed) expect(time).to.be.within(480, 3000);
  });

  it('lets a request that is being sent at the end finish', async () => {
    const server = await startServer();
    const slow = await open(server);
    slow.write(head);
    await until(() => server.traffic.inFlight === 1);
    const ended = server.drain.finish(200);
    await until(() => !server.server.listening);
    slow.write(body);
    expect(String((await once(slow, 'data'))[0])).to.match(/^HTTP\/1\.1 200 /);
    await ended;
  });

  timed('cuts off a stuck request five seconds after the end', async () => {
    const server = await startServer();
    const stuck = await open(server);
    stuck.write(head);
    await until(() => server.traffic.inFlight === 1);
    const closed = closings([stuck]);
    await server.drain.finish(100);
    expect((await closed)[0]).to.be.within(5000, 7000);
  }).timeout(15_000);

  timed('is over within three seconds when hurried, whatever is stuck', async () => {
    const server = await startServer();
    const stuck = await open(server);
    stuck.write(head);
    await until(() => server.traffic.inFlight === 1);
    const start = Date.now();
    const ended = server.drain.finish(60_000);
    server.drain.hurry();
    await ended;
    expect(Date.now() - start).to.be.below(3000);
    if (!stuck.destroyed) await once(stuck.resume(), 'close');
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise(setImmediate);
  }
}
