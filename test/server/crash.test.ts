import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { killServed, linesOf, serve, standalone } from './served-process.js';

describe('seaworthy serve, when something happens that nobody expected', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-crash-'));
  });
  after(async () => {
    killServed();
    await rm(folder, { recursive: true });
  });

  /** A module that is loaded before the command, as its arguments for node. */
  async function loaded(code: string): Promise<{ readonly node: readonly string[] }> {
    const file = join(folder, 'loaded.mjs');
    await writeFile(file, code);
    return { node: ['--import', pathToFileURL(file).href] };
  }

  const broken =
    "class Broken extends Error { name = 'Broken' } const throwIt = () => { throw new Broken('a wire\\ncame off') };";

  for (const [what, code] of [
    ['an exception', `${broken} process.on('SIGUSR2', throwIt);`],
    ['a rejection', `${broken} process.on('SIGUSR2', () => void Promise.resolve().then(throwIt));`],
  ] as const) {
    it(`ends with one fatal line that has name, message and stack of ${what}, and with 1`, async () => {
      const server = await standalone([], await loaded(code));
      server.child.kill('SIGUSR2');
      expect(await server.exit).to.equal(1);
      const last = linesOf(server).at(-1);
      expect(last).to.include({ level: 'fatal', msg: 'ended by an error that nobody expected' });
      expect(last?.['err']).to.include({ type: 'Broken', message: 'a wire\ncame off' });
      expect((last?.['err'] as { stack: string }).stack).to.match(/Broken: a wire\ncame off\n {4}at .*loaded\.mjs/);
      expect(server.output.stderr.trimEnd().split('\n').at(-1)).to.match(/^\{"level":"fatal"/);
      expect(server.output.stdout).to.equal('');
    });
  }

  it('does so also before it serves', async () => {
    const noTemporaryFile =
      "import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';" +
      `${broken} fs.promises.mkdtemp = fs.mkdtempSync = throwIt; syncBuiltinESMExports();`;
    const served = serve(['--standalone', '--port', '0', '--metrics-port', '0'], await loaded(noTemporaryFile));
    expect(await served.exit).to.equal(1);
    expect(linesOf(served).map(({ level, err }) => [level, (err as Error).message])).to.deep.equal([
      ['fatal', 'a wire\ncame off'],
    ]);
  });
});
