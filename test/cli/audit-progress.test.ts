import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { createProgress } from '../../src/cli/audit/progress.js';
import { auditedResources } from '../../src/audit/resources.js';

describe('the progress of an audit', () => {
  const [resource] = auditedResources(policies);

  function show(isTTY: boolean, times: readonly number[]): readonly string[] {
    const written: string[] = [];
    let time = 0;
    const terminal = { isTTY, write: (text: string) => written.push(text) };
    const progress = createProgress(terminal, () => time);
    for (const [index, at] of times.entries()) {
      time = at;
      if (resource !== undefined) progress.show(resource, index + 1);
    }
    progress.end();
    return written;
  }

  it('is one line on a terminal, written no more often than an eye follows, and taken away', () => {
    expect(show(true, [0, 50, 99, 100, 150, 250])).to.deep.equal([
      '\r\u001B[Kreading cronjobs: 1 objects so far',
      '\r\u001B[Kreading cronjobs: 4 objects so far',
      '\r\u001B[Kreading cronjobs: 6 objects so far',
      '\r\u001B[K',
    ]);
  });

  it('leaves the line alone when nothing was shown, and says nothing but on a terminal', () => {
    expect(show(true, [])).to.deep.equal([]);
    expect(show(false, [0, 100, 200])).to.deep.equal([]);
  });
});
