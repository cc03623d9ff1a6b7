import { field } from '../../src/policy/json.js';
import { definePolicy } from '../../src/policy/policy.js';
import type { Policy, PolicyMeta } from '../../src/policy/policy.js';
import { workloads } from '../../src/policy/workload.js';

/** Small policies that each do one thing the engine has to cope with. */

function metaOf(id: string, category: PolicyMeta['category'] = 'availability'): PolicyMeta {
  return {
    id,
    title: id,
    description: 'For the tests of the engine.',
    category,
    severity: 'low',
    remedy: 'Do as the test says.',
    references: [],
  };
}

/** Wants `flag: true` on every container, and may add it. */
export const requireFlag = definePolicy({
  meta: metaOf('require-flag', 'pod-security'),
  target: workloads,
  settings: { value: { type: 'boolean', description: 'What the flag is set to.', default: true } },
  injectable: true,
  *check(workload, { settings }) {
    for (const container of workload.containers) {
      if (field(container.raw, 'flag') !== undefined) continue;
      const path = container.at('flag');
      yield {
        path,
        message: `container "${container.name}" has no flag`,
        fix: [{ op: 'set', path, value: settings.value }],
      };
    }
  },
});

/** Wants an owner label, which nobody can add unasked. */
export const requireTeam = definePolicy({
  meta: metaOf('require-team', 'governance'),
  target: workloads,
  settings: {},
  *check(workload) {
    if (field(field(workload.object, 'metadata'), 'team') === undefined)
      yield { path: '/metadata/team', message: 'no team' };
  },
});

/** Breaks on every object. */
export const throwing = definePolicy({
  meta: metaOf('throwing'),
  target: workloads,
  settings: {},
  check() {
    throw new TypeError('the value "hunter2" is odd');
  },
});

/** Refuses every image, and asks for facts. */
const requireEvidence = definePolicy({
  meta: metaOf('require-evidence', 'images'),
  target: workloads,
  settings: {},
  needs: ['images'],
  *check(workload, { facts }) {
    for (const container of workload.containers) {
      const fact = facts.images(container.image ?? '');
      const message = fact.known ? `${fact.value.trusted.length} records` : fact.reason;
      yield { path: container.at('image'), message, subject: container.image ?? '' };
    }
  },
});

/** Wants nothing of resources but that they be there. */
const requireRoom = definePolicy({
  meta: metaOf('require-room', 'resources'),
  target: workloads,
  settings: { least: { type: 'integer', description: 'At least so much.', default: 1, minimum: 0 } },
  *check(workload, { settings }) {
    for (const container of workload.containers) {
      const room = field(container.raw, 'room') ?? 0;
      if (typeof room !== 'number' || room < settings.least)
        yield { path: container.at('room'), message: 'too little room', atMost: 'warn' };
    }
  },
});

/** Wants a flag on the Deployment beside the object, as that one's Pods will run. */
export const requireFlaggedNeighbour = definePolicy({
  meta: metaOf('require-flagged-neighbour'),
  target: workloads,
  settings: {},
  needs: ['inventory'],
  related: ['Deployment'],
  *check(_workload, { facts, namespace, injected }) {
    const found = facts.inventory('Deployment', namespace);
    for (const neighbour of found.known ? found.value : []) {
      const containers = workloads.view(injected(neighbour, 'Deployment'), 'Deployment')?.containers ?? [];
      const flags = containers.map(({ raw }) => JSON.stringify(field(raw, 'flag') ?? null));
      yield { path: '/metadata/name', message: `flags beside: ${flags.join(', ')}`, subject: flags.join(', ') };
    }
  },
});

export const samplePolicies: readonly Policy[] = [requireEvidence, requireFlag, requireRoom, requireTeam];
