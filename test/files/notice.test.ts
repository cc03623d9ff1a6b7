import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { noticeChanges } from '../../src/files/notice.js';

describe('the notice of changes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-notice-'));
  let looks = 0;
  let close: () => void = () => undefined;
  const look = (): Promise<void> => {
    looks += 1;
    return Promise.resolve();
  };

  beforeEach(() => {
    looks = 0;
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => {
    close();
    mock.timers.reset();
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Looks at a file whose folder is not there, so that the file system tells of nothing. Gives the looks after each time, in ms. */
  async function looksAfter(times: readonly number[], every?: number): Promise<number[]> {
    close = noticeChanges([join(folder, 'none', 'file')], look, every);
    const counted: number[] = [];
    for (const time of times) {
      // What a look promised settles before the clock goes on.
      await setImmediate();
      mock.timers.tick(time);
      counted.push(looks);
    }
    return counted;
  }

  it('looks at once and then every ten seconds, when it is not told how often', async () => {
    expect(await looksAfter([0, 9999, 1, 9999, 1])).to.deep.equal([1, 1, 2, 2, 3]);
  });

  it('looks as often as it is told to', async () => {
    expect(await looksAfter([0, 499, 1, 499, 1], 500)).to.deep.equal([1, 1, 2, 2, 3]);
  });

  it('looks no more once it is closed', async () => {
    await looksAfter([10_000]);
    close();
    mock.timers.tick(100_000);
    expect(looks).to.equal(2);
  });
});
