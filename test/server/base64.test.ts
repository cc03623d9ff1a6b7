import { expect } from 'chai';
import { compileProfiles } from '../../src/engine/profile.js';
import { definePolicy } from '../../src/policy/policy.js';
import { workloads } from '../../src/policy/workload.js';
import { container, pod } from '../builders.js';
import { ask, kinds, review } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const path = '/metadata/note';

/** Adds a note, which no policy that ships does: none of their patches has a character whose base64 differs between the alphabets. */
const requireNote = definePolicy({
  meta: {
    id: 'require-note',
    title: 'Pods must have a note',
    description: 'For the tests of the server.',
    category: 'governance',
    severity: 'low',
    remedy: 'Add a note.',
    references: [],
  },
  target: workloads,
  settings: { note: { type: 'string', description: 'The note.', default: '' } },
  injectable: true,
  *check(_, { settings: { note } }) {
    yield { path, message: 'there is no note', fix: [{ op: 'set', path, value: note }] };
  },
});

describe('the patch of an answer', () => {
  const notes = ['', '?', '??', '???', '>>>', '~~~', 'ÿÿÿ', 'þÿ>?~'];
  const patches: { readonly note: string; readonly patch: string }[] = [];

  before(async () => {
    for (const note of notes) {
      const server = await startServerThatAdds(note);
      const response = await ask(server, '/mutate', review(pod({ containers: [container()] }), { kind: kinds.pod }));
      patches.push({ note, patch: response.patch ?? '' });
      server.close();
    }
  });

  it('is standard base64 with its padding, the one form that the API server decodes', () => {
    for (const { note, patch } of patches) {
      expect(patch, note).to.equal(Buffer.from(JSON.stringify([{ op: 'add', path, value: note }])).toString('base64'));
      expect(patch, note).to.match(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$/);
    }
  });

  it('is tried with all that sets the standard alphabet apart', () => {
    const all = patches.map(({ patch }) => patch).join();
    for (const mark of [/\+/, /\//, /[^=]=,/, /==,/]) expect(all).to.match(mark);
  });
});

async function startServerThatAdds(note: string): Promise<RunningServer> {
  const policies = [requireNote];
  const { profiles } = compileProfiles({
    policies,
    builtin: { production: { policies: { 'require-note': { inject: true, note } } } },
    own: {},
    sources: new Set(),
  });
  return startServer({ rules: { policies, profiles } });
}
