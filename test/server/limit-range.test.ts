import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../../src/config/profiles.js';
import { compileProfiles } from '../../src/engine/profile.js';
import type { Inventory } from '../../src/policy/facts.js';
import type { JsonObject } from '../../src/policy/json.js';
import { ask, fitDeploymentWith, review } from './review.js';
import { startServer } from './running-server.js';

const ratio = { production: { policies: { 'require-sound-resources': { maxLimitToRequest: { memory: 2 } } } } };
const sources = new Set<never>();
const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: ratio, sources });

const bare = fitDeploymentWith({ resources: {} });

function range(more: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'LimitRange', spec: { limits: [{ type: 'Container', ...more }] } };
}

/** What is said of a Deployment without resources, in a namespace that opted in to enforcement and injection. */
async function verdict(inventory: Inventory | undefined, fields = {}) {
  const server = await startServer({ rules: { policies, profiles, ...(inventory !== undefined && { inventory }) } });
  try {
    const { allowed, status, warnings = [] } = await ask(server, '/validate', review(bare, fields));
    const about = warnings.filter((text) => text.startsWith('require-resources'));
    return { allowed, about, message: status?.message ?? '' };
  } finally {
    server.close();
  }
}

const holding =
  (...ranges: readonly JsonObject[]): Inventory =>
  (kind) => ({ known: true, value: kind === 'LimitRange' ? ranges : [] });

describe('a Deployment in a namespace with injection and a LimitRange', () => {
  it('is said to be given what the LimitRange leaves to be given', async () => {
    const requests = holding(range({ defaultRequest: { memory: '200Mi' } }));
    expect((await verdict(requests)).about).to.deep.equal([
      'require-resources: container "app" will be given resources.requests.cpu: 100m, resources.limits.memory: 256Mi',
    ]);
    const all = range({ default: { memory: '80Mi' }, defaultRequest: { cpu: '20m', memory: '50Mi' } });
    expect(await verdict(holding(all))).to.deep.include({ allowed: true, about: [] });
  });

  it('is judged by what the LimitRange gives its Pods', async () => {
    const wide = holding(range({ default: { memory: '400Mi' }, defaultRequest: { cpu: '20m', memory: '50Mi' } }));
    const { allowed, message } = await verdict(wide);
    expect(allowed).to.equal(false);
    expect(message).to.match(/: 1 finding\n {2}require-sound-resources: /);
    // What it had before is judged in the same way.
    expect((await verdict(wide, { operation: 'UPDATE', oldObject: { ...bare, extra: 1 } })).allowed).to.equal(true);
  });

  it('is judged by the injection alone where LimitRanges cannot be seen', async () => {
    const all = 'resources.requests.cpu: 100m, resources.requests.memory: 128Mi, resources.limits.memory: 256Mi';
    expect(await verdict(() => ({ known: false, reason: 'forbidden' }))).to.deep.include({
      allowed: true,
      about: [`require-resources: container "app" will be given ${all}`],
    });
  });
});
