import { expect } from 'chai';
import { STDIN } from '../../../src/cli/manifests/find.js';
import { unnamedFiles } from '../../../src/cli/manifests/manifest.js';

describe('unnamedFiles', () => {
  it('holds as many objects as a file has', async () => {
    const count = 130_000;
    const bytes = Buffer.from('apiVersion: v1\nkind: A\n---\n'.repeat(count));
    const unwanted = (said: unknown): never => {
      throw new Error(JSON.stringify(said));
    };
    const reading = { fail: unwanted, note: unwanted, readStdin: () => Promise.resolve(bytes) };
    const input = { kind: 'file', path: STDIN, named: true } as const;
    for await (const { manifests } of unnamedFiles([input], reading)) expect(manifests.length).to.equal(count);
  });
});
