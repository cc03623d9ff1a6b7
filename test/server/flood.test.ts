import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { fitDeployment, review } from './review.js';
import { send } from './running-server.js';
import { killServed, standalone } from './served-process.js';

/** What Node makes of the memory limit of the shipped container, 512 MiB: its heap may have half of it, in MiB. */
const HEAP = '--max-old-space-size=256';
const LIMIT_MIB = 512;

/** What is shipped takes before the first review, as `npm run bench` says; the sources that run here have their compiler with them. */
const SHIPPED_MIB = 112;

/** A review of about so many bytes of which nearly all are one list: as objects it takes many times its bytes. */
const reviewOf = (item: string, bytes: number): string => {
  const text = JSON.stringify(review({ ...fitDeployment, filler: '@' }));
  return text.replace('"@"', () => `[${`${item},`.repeat(Math.floor(bytes / (item.length + 1)))}1]`);
};

/** What a process has of the machine's memory, or the most that it had, in MiB. */
async function memoryOf(pid: number | undefined, figure: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(new RegExp(`${figure}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

describe('a server with the memory of the shipped container', () => {
  after(killServed);

  for (const { item, bytes, at } of [
    { item: '[]', bytes: 3_300_000, at: 'validate' },
    { item: '{}', bytes: 7_200_000, at: 'mutate' },
  ]) {
    it(`survives 18 reviews of ${bytes} bytes of ${item} at once, and answers the next`, async function () {
      this.timeout(180_000);
      const served = await standalone([], { node: [HEAP] });
      const atFirst = await memoryOf(served.child.pid, 'VmRSS');
      const options = { host: '127.0.0.1', port: served.port, ca: served.ca, method: 'POST' };
      const body = reviewOf(item, bytes);
      const flood = Array.from({ length: 18 }, () =>
        send({ ...options, path: `/${at}?timeout=30s` }, body).then(
          ({ status }) => status,
          () => 'cut off',
        ),
      );
      const replies = await Promise.all(flood);
      expect(replies.filter((status) => status === 200)).not.to.be.empty;
      // On a busy machine the last of them are past their deadline before their turn comes, and are told so with 500.
      for (const status of replies) expect(status).to.be.oneOf([200, 500, 503, 'cut off']);
      expect((await served.ask()).allowed).to.equal(false);
      expect(served.child.exitCode).to.equal(null);
      const most = await memoryOf(served.child.pid, 'VmHWM');
      expect(most - atFirst).to.be.below(LIMIT_MIB - SHIPPED_MIB);
    });
  }
});
