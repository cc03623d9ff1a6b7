import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { ask } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const folder = new URL('../fixtures/reviews/', import.meta.url);

/** What each review in the shape of a real API server's comes to: allowed, denied, warned about; and whether it is patched. */
const outcomes: Readonly<Record<string, readonly [string, 'patched' | 'left alone']>> = {
  'deployment-create.json': ['denied', 'left alone'],
  'deployment-delete.json': ['allowed', 'left alone'],
  'deployment-scale.json': ['allowed', 'left alone'],
  'deployment-update.json': ['warned', 'left alone'],
  'pod-create-by-controller.json': ['warned', 'patched'],
  'pod-create-by-user.json': ['denied', 'patched'],
};

describe('a review as an API server sends it', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });

  it('has an outcome here for each file', () => {
    expect(readdirSync(folder).sort()).to.deep.equal(Object.keys(outcomes));
  });

  for (const [file, [verdict, change]] of Object.entries(outcomes)) {
    it(`is ${verdict} and ${change}: ${file}`, async () => {
      const body = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as JsonObject;
      const { allowed, warnings = [] } = await ask(server, '/validate?timeout=5s', body);
      const found = warnings.length > 0 ? 'warned' : 'allowed';
      expect(allowed ? found : 'denied').to.equal(verdict);
      const { patch } = await ask(server, '/mutate?timeout=5s', body);
      expect(patch === undefined ? 'left alone' : 'patched').to.equal(change);
    });
  }
});
