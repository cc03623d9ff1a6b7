import { expect } from 'chai';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { container, deployment, pod } from '../builders.js';
import { ask, kinds, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

describe('what stands where a pod spec or its containers belong', () => {
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

  const templates: readonly (readonly [JsonObject, string])[] = [
    [{}, 'spec is missing'],
    [{ spec: [] }, 'spec is no object'],
    [{ spec: {} }, 'spec.template is missing'],
    [{ spec: { template: 'x' } }, 'spec.template is no object'],
    [{ spec: { template: { spec: [] } } }, 'spec.template.spec is no object'],
  ];
  for (const [fields, message] of templates) {
    it(`is denied where a Deployment has but ${JSON.stringify(fields)}`, async () => {
      const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, ...fields };
      const { allowed, status } = await ask(server, '/validate', review(object));
      expect(allowed).to.equal(false);
      expect(status?.message).to.include(`require-pinned-images: ${message} (`);
    });
  }
});
