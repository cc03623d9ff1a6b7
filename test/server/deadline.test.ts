import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../../src/config/profiles.js';
import { compileProfiles } from '../../src/engine/profile.js';
import type { ImageLookup } from '../../src/engine/rules.js';
import { combineProviders } from '../../src/facts/images.js';
import { ask, fitDeploymentWith, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';
import { timed } from '../timed.js';

const scanned = { production: { policies: { 'require-scanned-images': { mode: 'enforce' } } } };
const sources = new Set(['images'] as const);
const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: scanned, sources });
const pinned = fitDeploymentWith({ image: `registry.example.com/shop/web@sha256:${'31df'.repeat(16)}` });

async function withImages(images: ImageLookup, run: (server: RunningServer) => Promise<void>): Promise<void> {
  const server = await startServer({ rules: { policies, profiles, images } });
  try {
    await run(server);
  } finally {
    server.close();
  }
}

describe('the deadline that facts have', () => {
  const waits: readonly (readonly [string, number])[] = [
    ['?timeout=2s', 1800],
    ['?timeout=1m30s', 29_500],
    ['', 9500],
    ['?timeout=', 9500],
    ['?timeout=0s', 9500],
    ['?timeout=-5s', 9500],
    ['?timeout=10', 9500],
    ['?timeout=ten', 9500],
    ['?timeout=1s1', 9500],
  ];
  for (const [query, wait] of waits) {
    it(`lies ${wait} ms after a request to /validate${query}`, async () => {
      const deadlines: number[] = [];
      const images: ImageLookup = (_references, deadline) => {
        deadlines.push(deadline);
        return Promise.resolve(new Map());
      };
      await withImages(images, async (server) => {
        const before = Date.now();
        await ask(server, `/validate${query}`, review(pinned));
        expect(deadlines).to.have.length(1);
        expect(deadlines[0]).to.be.within(before + wait, Date.now() + wait);
      });
    });
  }

  timed('turns a fact that has not come by then into an unknown one, and the review is answered in time', async () => {
    const silent = combineProviders([[() => new Promise<never>(() => undefined)]]);
    await withImages(silent, async (server) => {
      const start = Date.now();
      const { allowed, status } = await ask(server, '/validate?timeout=2s', review(pinned));
      expect(Date.now() - start).to.be.within(1700, 2000);
      expect(allowed).to.equal(false);
      expect(status?.message).to.match(
        /: 1 finding\n {2}require-scanned-images: .* has no verdict: no source of scans answered in time/,
      );
    });
  });
});
