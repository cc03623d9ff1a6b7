import { once } from 'node:events';
import { connect as connectPlainly } from 'node:net';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { usualPatience } from '../../src/server/app.js';
import type { Patience } from '../../src/server/app.js';
import { until } from '../cluster/until.js';
import { fitDeployment, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';
import { timed } from '../timed.js';

/** Short enough for a test, and long enough that whoever is not slow is through. In milliseconds. */
const hurried: Patience = { keepAlive: 120_000, headers: 300, request: 1500, checking: 50, handshake: 300 };
const good = JSON.stringify(review(fitDeployment));
const HEAD = 'POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('a client that is slow', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer({ patience: hurried });
  });
  after(() => {
    server.close();
  });

  async function dial(): Promise<TLSSocket> {
    const socket = connect({ host: 'localhost', port: server.port, ca: server.ca });
    await once(socket, 'secureConnect');
    return socket;
  }

  /** Everything that comes before the server closes the connection, and after how many milliseconds it does. */
  async function answerTo(socket: TLSSocket, text: string): Promise<readonly [string, number]> {
    const start = performance.now();
    socket.write(text);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return [answer, performance.now() - start];
  }

  timed('is cut off when its headers do not come to an end', async () => {
    const [answer, milliseconds] = await answerTo(await dial(), HEAD);
    expect(answer).to.match(/^HTTP\/1.1 408 /);
    expect(milliseconds).to.be.within(hurried.headers - 100, hurried.request);
  });

  it('is cut off when its body does not come to an end, and sets no room aside any longer', async () => {
    const [answer, milliseconds] = await answerTo(await dial(), `${HEAD}Content-Length: 100\r\n\r\n{`);
    expect(answer).to.match(/^HTTP\/1.1 408 /);
    expect(milliseconds).to.be.at.least(hurried.request - 100);
    await until('nothing is in flight', () => server.traffic.inFlight === 0);
    expect(server.traffic.heldBytes).to.equal(0);
  });

  it('is cut off when it never begins to speak TLS', async () => {
    const socket = connectPlainly(server.port, 'localhost');
    await once(socket, 'close');
  });

  timed('keeps its connection when it only has nothing to ask for a while', async () => {
    const idle = await dial();
    const request = `${HEAD}Content-Length: ${Buffer.byteLength(good)}\r\n\r\n${good}`;
    idle.write(request);
    await once(idle, 'data');
    // By the time that another one is cut off for its body, this one has been silent for longer than both limits.
    await answerTo(await dial(), `${HEAD}Content-Length: 100\r\n\r\n{`);
    idle.write(request);
    const [again] = (await once(idle, 'data')) as [Buffer];
    expect(again.toString()).to.match(/^HTTP\/1.1 200 /);
    idle.destroy();
  });

  it('is waited for as long as designed, where nobody says otherwise', () => {
    expect(usualPatience).to.deep.equal({
      keepAlive: 120_000,
      headers: 10_000,
      request: 30_000,
      checking: 5_000,
      handshake: 10_000,
    });
  });
});
