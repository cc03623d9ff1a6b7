import { expect } from 'chai';
import type { Json } from '../../src/policy/json.js';
import { container, deployment, pod } from '../builders.js';
import { ask, kinds, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

describe('what stands where containers belong', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });

  const misshapen: readonly (readonly [Json, string])[] = [
    ['x', 'containers is no list'],
    [7, 'containers is no list'],
    [{}, 'containers is no list'],
    [{ a: { image: 'nginx' } }, 'containers is no list'],
    [[null], 'containers[0] is no container'],
    [[[{}]], 'containers[0] is no container'],
    [[container({}), 'x'], 'containers[1] is no container'],
  ];
  for (const [containers, message] of misshapen) {
    it(`is denied as ${JSON.stringify(containers).slice(0, 40)}, in a Pod and in a template`, async () => {
      for (const asked of [review(pod({ containers }), { kind: kinds.pod }), review(deployment({ containers }))]) {
        const { allowed, status } = await ask(server, '/validate', asked);
        expect(allowed).to.equal(false);
        expect(status?.message).to.include(message);
      }
    });
  }

  for (const containers of [null, []]) {
    it(`may be ${JSON.stringify(containers)}: there is nothing to judge`, async () => {
      const { status, warnings } = await ask(server, '/validate', review(deployment({ containers })));
      expect(JSON.stringify([status ?? '', warnings ?? []])).to.not.match(/is no list|is no container/);
    });
  }
});
