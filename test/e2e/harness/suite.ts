import { delimiter, join } from 'node:path';
import { startCluster, type Cluster } from './cluster.js';
import { endAll } from './running-process.js';

// A kubectl that build.sh has built is found last: the one that is installed goes before it.
process.env['PATH'] = [process.env['PATH'] ?? '', join(import.meta.dirname, '..', '.bin')].join(delimiter);

let started: Cluster | undefined;

/** The cluster that every scenario shares. It is started once, before the first of them. */
export function theCluster(): Cluster {
  if (started === undefined) throw new Error('the cluster has not been started');
  return started;
}

let failures = 0;

export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(180_000);
    started = await startCluster();
  },
  afterEach(this: Mocha.Context): void {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    failures += 1;
    // The message is what a reader sees first, so it says where the rest is.
    if (test.err !== undefined) test.err.message += `\n(logs: ${theCluster().folder})`;
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    await started?.stop({ keepLogs: failures > 0 });
    if (started !== undefined && failures > 0) console.error(`    logs: ${started.folder}`);
    endAll();
  },
};
