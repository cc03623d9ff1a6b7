import { once } from 'node:events';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { until } from '../cluster/until.js';
import { fitDeployment, responseIn, review, statusIn, unfitDeployment } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const LONGEST = 7_340_032;
const good = JSON.stringify(review(fitDeployment));
const uid = 'e8b4e1c4-6f2e-4e0e-9f0a-5d7c3f1b2a99';

/** The body with blanks after it, so that it has exactly this many bytes. */
const padded = (bytes: number): string => good + ' '.repeat(bytes - Buffer.byteLength(good));

describe('the HTTPS server', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });

  for (const path of ['/validate', '/mutate', '/validate?timeout=10s', '/mutate?timeout=10s&x=1', '/validate?']) {
    it(`answers a review at ${path}`, async () => {
      expect(responseIn(await server.send(path, good), uid).allowed).to.equal(true);
    });
  }

  for (const path of [
    '/validate/',
    '//validate',
    '/Validate',
    '/validate%20',
    '/',
    '/metrics',
    '/readyz',
    '/livez',
    '/validate/x',
  ]) {
    it(`has nothing at ${path}`, async () => {
      const reply = await server.send(path, good);
      statusIn(reply, 404);
      expect(reply.headers.location).to.equal(undefined);
    });
  }

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    it(`refuses ${method} and says what is allowed`, async () => {
      const reply = await server.send('/validate?timeout=10s', '', { method });
      statusIn(reply, 405);
      expect(reply.headers.allow).to.equal('POST');
    });
  }

  it('refuses HEAD, which has no body', async () => {
    const reply = await server.send('/mutate', '', { method: 'HEAD' });
    expect(reply).to.include({ status: 405, text: '' });
    expect(reply.headers.allow).to.equal('POST');
  });

  for (const type of ['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON']) {
    it(`accepts the content type ${type}`, async () => {
      const reply = await server.send('/validate', good, { headers: { 'Content-Type': type } });
      expect(responseIn(reply, uid).allowed).to.equal(true);
    });
  }

  for (const type of ['text/plain', 'application/yaml', 'application/jsonp', '']) {
    it(`refuses the content type "${type}"`, async () => {
      statusIn(await server.send('/validate', good, { headers: { 'Content-Type': type } }), 415);
    });
  }

  it('refuses a compressed body', async () => {
    statusIn(await server.send('/validate', good, { headers: { 'Content-Encoding': 'gzip' } }), 415);
  });

  it('refuses an empty body', async () => {
    expect(statusIn(await server.send('/validate', ''), 400)).to.equal('the body is empty');
  });

  it('reads a body of 7 MiB', async () => {
    expect(responseIn(await server.send('/validate', padded(LONGEST)), uid).allowed).to.equal(true);
  });

  it('refuses a body of one byte more', async () => {
    statusIn(await server.send('/validate', padded(LONGEST + 1)), 413);
  });

  it('refuses a longer body that comes in chunks', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, ' ');
    statusIn(await server.send('/validate', [Buffer.from(good), ...Array.from({ length: 8 }, () => megabyte)]), 413);
    await until('its room is given back', () => server.traffic.heldBytes === 0);
  });

  const headOf = (length: string): string =>
    `POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
  const dial = (): TLSSocket => connect({ host: 'localhost', port: server.port, ca: server.ca });

  for (const length of [`Content-Length: ${LONGEST}`, 'Transfer-Encoding: chunked']) {
    it(`gives nobody's place to clients that say much and send nothing: ${length}`, async () => {
      const sockets = Array.from({ length: 40 }, dial);
      for (const socket of sockets) socket.write(headOf(length));
      await until('all are let in', () => server.traffic.inFlight === 40);
      expect(server.traffic.heldBytes).to.equal(0);
      expect(responseIn(await server.send('/validate', padded(LONGEST)), uid).allowed).to.equal(true);
      for (const socket of sockets) socket.destroy();
      await until('all are gone', () => server.traffic.inFlight === 0 && server.traffic.arriving.size === 0);
    });
  }

  it('refuses the slowest bodies when they take the room of others, and answers everybody else', async () => {
    const sockets = Array.from({ length: 12 }, dial);
    const answers = new Map<number, string>();
    for (const [index, socket] of sockets.entries()) {
      socket.once('data', (answer: Buffer) => answers.set(index, answer.toString()));
      const before = server.traffic.heldBytes;
      const held = (): boolean => server.traffic.heldBytes >= before + LONGEST - 1 || answers.size > 0;
      // All but the last byte, which never comes.
      socket.write(headOf(`Content-Length: ${LONGEST}`) + ' '.repeat(LONGEST - 1));
      await until('its bytes are there', held);
    }
    await until('room was made', () => answers.size >= 3);
    expect([...answers.keys()].slice(0, 3), 'the first to come').to.deep.equal([0, 1, 2]);
    for (const answer of answers.values()) {
      expect(answer)
        .to.match(/^HTTP\/1.1 503 /)
        .and.to.match(/Retry-After: 1/);
    }
    expect(server.traffic.heldBytes).to.be.at.most(64 * 1024 * 1024);
    expect(responseIn(await server.send('/validate', good), uid).allowed).to.equal(true);
    for (const socket of sockets) socket.destroy();
    await until('the room is given back', () => server.traffic.heldBytes === 0 && server.traffic.inFlight === 0);
    expect(server.traffic.arriving.size).to.equal(0);
  });

  it('makes room for a request among very many by refusing the slowest', async () => {
    const socket = dial();
    socket.write(headOf('Content-Length: 10'));
    await until('it is let in', () => server.traffic.arriving.size === 1);
    server.traffic.inFlight += 1000;
    try {
      const [reply, [answer]] = await Promise.all([
        server.send('/validate', good),
        once(socket, 'data') as Promise<[Buffer]>,
      ]);
      expect(responseIn(reply, uid).allowed).to.equal(true);
      expect(answer.toString()).to.match(/^HTTP\/1.1 503 /);
    } finally {
      server.traffic.inFlight -= 1000;
      socket.destroy();
    }
  });

  it('invites no body of the wrong type', async () => {
    const socket = dial();
    await once(socket, 'secureConnect');
    socket.write('POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n');
    socket.write(`Content-Length: ${Buffer.byteLength(good)}\r\nExpect: 100-continue\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1.1 415 /);
    socket.destroy();
  });

  it('refuses a long body before it is sent', async () => {
    const socket = connect({ host: 'localhost', port: server.port, ca: server.ca });
    await once(socket, 'secureConnect');
    socket.write('POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write(`Content-Length: ${LONGEST + 1}\r\nExpect: 100-continue\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1.1 413 /);
    socket.destroy();
  });

  it('invites a shorter body that waits to be sent', async () => {
    const socket = connect({ host: 'localhost', port: server.port, ca: server.ca });
    await once(socket, 'secureConnect');
    socket.write('POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write(`Content-Length: ${Buffer.byteLength(good)}\r\nExpect: 100-continue\r\n\r\n`);
    const [invitation] = (await once(socket, 'data')) as [Buffer];
    expect(invitation.toString()).to.match(/^HTTP\/1.1 100 /);
    socket.write(good);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1.1 200 /);
    socket.destroy();
  });

  it('reads characters that are split over chunks', async () => {
    const name = 'łódź-🚢';
    const bytes = Buffer.from(JSON.stringify(review(unfitDeployment, { name })));
    const ship = bytes.indexOf(Buffer.from('🚢'));
    const chunks = [bytes.subarray(0, ship + 1), bytes.subarray(ship + 1, ship + 3), bytes.subarray(ship + 3)];
    const { status } = responseIn(await server.send('/validate', chunks), uid);
    expect(status?.message).to.include(`Deployment "${name}"`);
  });

  it('answers many requests on one connection', async () => {
    const socket = connect({ host: 'localhost', port: server.port, ca: server.ca });
    await once(socket, 'secureConnect');
    for (let turn = 0; turn < 3; turn++) {
      socket.write(
        `POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(good)}\r\n\r\n${good}`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString())
        .to.match(/^HTTP\/1.1 200 /)
        .and.to.match(/Keep-Alive: timeout=120/);
    }
    socket.destroy();
  });

  it('asks for another try in a second when it has too many requests', async () => {
    server.traffic.inFlight += 1000;
    try {
      const reply = await server.send('/validate', good);
      statusIn(reply, 503);
      expect(reply.headers).to.include({ 'retry-after': '1', connection: 'close' });
    } finally {
      server.traffic.inFlight -= 1000;
    }
  });

  it('keeps connections longer than the API server does, and waits for slow clients no longer than designed', () => {
    const { keepAliveTimeout, headersTimeout, requestTimeout } = server.server;
    expect({ keepAliveTimeout, headersTimeout, requestTimeout }).to.deep.equal({
      keepAliveTimeout: 120_000,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
    });
  });

  it('has nothing in flight and nothing in memory when all is answered', async () => {
    await server.send('/validate', good);
    const deadline = Date.now() + 20_000;
    while (server.traffic.inFlight > 0 && Date.now() < deadline) await new Promise(setImmediate);
    expect(server.traffic).to.include({ inFlight: 0, heldBytes: 0 });
    expect(server.traffic.busy.size).to.equal(0);
  });
});
