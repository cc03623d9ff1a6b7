import { startSeaworthy, type Seaworthy, type SeaworthyOptions } from './seaworthy-process.js';
import { theCluster } from './suite.js';
import { registerWebhooks, uninstall } from './webhooks.js';

/** Before the tests of a scenario: starts the server and registers the shipped webhooks. After them: takes both away. */
export function withSeaworthy(options: SeaworthyOptions = {}): () => Seaworthy {
  let running: Seaworthy | undefined;
  before(async function () {
    this.timeout(90_000);
    running = await startSeaworthy(theCluster(), options);
    await registerWebhooks(theCluster(), running);
  });
  after(async function () {
    this.timeout(60_000);
    await uninstall(theCluster(), running);
  });
  return () => {
    if (running === undefined) throw new Error('the server was not started');
    return running;
  };
}
