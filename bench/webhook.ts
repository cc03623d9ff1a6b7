import autocannon from 'autocannon';
import { cpuSeconds, median, memoryMiB } from './process-figures.js';
import type { RunningServer } from './servers.js';

export interface Load {
  readonly body: string;
  readonly connections: number;
  readonly requests: number;
}

/** What one burst of reviews cost the server and gave the client. */
export interface Figure {
  /** CPU seconds of the server for 1,000 reviews. */
  readonly cpu: number;
  readonly perSecond: number;
}

/** Sends reviews over keep-alive connections, and fails unless every one was answered with 200. */
async function fire(server: RunningServer, { body, connections, requests }: Load): Promise<Figure> {
  const before = await cpuSeconds(server.pid);
  const result = await autocannon({
    url: `https://127.0.0.1:${server.port}/validate?timeout=10s`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
    amount: requests,
    tlsOptions: { rejectUnauthorized: false },
  });
  const cpu = (await cpuSeconds(server.pid)) - before;
  const good = result['2xx'];
  if (good !== requests) throw new Error(`${server.name} answered ${good} of ${requests} reviews with 200`);
  return { cpu: (cpu / requests) * 1000, perSecond: requests / result.duration };
}

/** Both servers in turn, several rounds, so that a machine that slows down slows down both. */
export async function compare(
  bare: RunningServer,
  seaworthy: RunningServer,
  load: Load,
  rounds: number,
): Promise<string> {
  await fire(bare, load);
  await fire(seaworthy, load);
  const bares: Figure[] = [];
  const ours: Figure[] = [];
  for (let round = 0; round < rounds; round++) {
    bares.push(await fire(bare, load));
    ours.push(await fire(seaworthy, load));
  }
  const ratio = median(ours.map(({ cpu }, index) => cpu / (bares[index]?.cpu ?? NaN)));
  const cells = [
    String(load.connections).padStart(11),
    column(bares, 'cpu', 3),
    column(ours, 'cpu', 3),
    `${ratio.toFixed(2)} x`.padStart(9),
    column(bares, 'perSecond', 0),
    column(ours, 'perSecond', 0),
  ];
  return cells.join('  ');
}

export const heading =
  'connections   bare CPU s   ours CPU s    ratio   bare req/s   ours req/s   (CPU seconds for 1,000 reviews)';

function column(figures: readonly Figure[], key: keyof Figure, digits: number): string {
  return median(figures.map((figure) => figure[key]))
    .toFixed(digits)
    .padStart(11);
}

/** Resident memory in MiB at the start, and after each of ten equal parts of the reviews. */
export async function memoryOver(server: RunningServer, load: Load): Promise<readonly number[]> {
  const readings = [await memoryMiB(server.pid, 'VmRSS')];
  for (let part = 0; part < 10; part++) {
    await fire(server, { ...load, requests: load.requests / 10 });
    readings.push(await memoryMiB(server.pid, 'VmRSS'));
  }
  return readings;
}
