import { createServer } from 'node:net';

// Below 32768, where Linux begins to hand out ports to outgoing connections: nothing takes one between our look and its use.
const first = 20_000;
const last = 32_000;
const given = new Set<number>();

/** Whether nothing listens on a port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '0.0.0.0', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** A port that nothing listens on, and that was not given before. The process id keeps two runs on one machine apart. */
export async function freePort(): Promise<number> {
  const start = (process.pid * 37) % (last - first);
  for (let step = 0; step < last - first; step += 1) {
    const port = first + ((start + step) % (last - first));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${first} and ${last}`);
}
