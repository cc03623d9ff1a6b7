import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { copyCheckout, paste, repository } from '../clone.js';
import type { Output } from '../e2e/harness/run-command.js';

interface Block {
  /** The file that the line before the block names alone; undefined for a part of one, or a command. */
  readonly file: string | undefined;
  readonly language: string;
  readonly text: string;
}

/** The blocks of code in the part of the guide that is followed to the letter, in order. */
async function blocksOfGuide(): Promise<readonly Block[]> {
  const guide = await readFile(join(repository, 'docs', 'writing-a-policy.md'), 'utf8');
  const [, part = ''] = guide.split(/^## /m);
  const blocks = part.matchAll(/(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, file, language = '', text = '']) => ({ file, language, text }));
}

describe('the guide to a policy', function () {
  this.timeout(1_800_000);
  let clone: string;

  before(async () => {
    clone = await mkdtemp(join(tmpdir(), 'seaworthy-guide-'));
    await copyCheckout(clone);
    await symlink(join(repository, 'node_modules'), join(clone, 'node_modules'));
  });
  after(() => rm(clone, { recursive: true }));

  /**
   * Adds a line where it stands in the order of the lines around it: after the last of its kind that sorts before it. It is there
   * already where somebody has just followed the guide.
   */
  async function insert(file: string, line: string, isOfKind: (line: string) => boolean): Promise<void> {
    const lines = (await readFile(join(clone, file), 'utf8')).split('\n');
    if (lines.includes(line)) return;
    const place = lines.findLastIndex((other) => isOfKind(other) && other < line);
    expect(place, `a place for ${line}`).to.be.above(0);
    await writeFile(join(clone, file), lines.toSpliced(place + 1, 0, line).join('\n'));
  }

  /** Does what the guide says before its commands. */
  async function writeAsTold(blocks: readonly Block[]): Promise<void> {
    for (const { file, text } of blocks) {
      if (file === undefined) continue;
      await mkdir(dirname(join(clone, file)), { recursive: true });
      await writeFile(join(clone, file), text);
    }
    const [importLine = '', listLine = '', profileLine = '', lettersLine = ''] = blocks
      .filter(({ file, language }) => file === undefined && language === 'ts')
      .map(({ text }) => text.trimEnd());
    await insert('policies/index.ts', importLine, (line) => line.startsWith('import disallow'));
    await insert('policies/index.ts', listLine, (line) => line.startsWith('  disallow'));
    const profiles = await readFile(join(clone, 'src/config/profiles.ts'), 'utf8');
    const strict = "extends: 'production',\n    policies: {\n";
    expect(profiles).to.include(strict);
    if (!profiles.includes(`\n${profileLine}\n`))
      await writeFile(join(clone, 'src/config/profiles.ts'), profiles.replace(strict, `${strict}${profileLine}\n`));
    await insert('test/config/profiles.test.ts', lettersLine, (line) => line.startsWith("  'disallow"));
  }

  it('leads to a policy that works, when it is followed to the letter', async () => {
    const blocks = await blocksOfGuide();
    await writeAsTold(blocks);
    const commands =
      blocks
        .find(({ language }) => language === 'sh')
        ?.text.trim()
        .split('\n') ?? [];
    const outputs: Output[] = [];
    for (const command of commands) outputs.push(await paste(clone, command));
    expect(outputs.map(({ code }) => code)).to.deep.equal([0, 0, 1, 0]);
    const [cases, , found] = outputs.map(({ stdout }) => stdout);
    expect(cases).to.match(/accepts an ephemeral container.*\n(?:.*\n)* {2}[5-9] passing/);
    expect(found?.match(/disallow-terminals: container "web" waits for a terminal/g)).to.have.length(2);
    expect(await readFile(join(clone, 'docs/policies/disallow-terminals.md'), 'utf8')).to.include('tty: true');
  });

  it('leads to code that the gate lets through', async () => {
    const files = (await blocksOfGuide()).flatMap(({ file }) => file ?? []).join(' ');
    const code = files.replaceAll(/\S+\.yaml/g, '');
    const gate = `npx tsc -p . && npx eslint ${code} && npx prettier --check ${code} policies/index.ts src/config/profiles.ts test/config/profiles.test.ts`;
    const { code: exit, stdout } = await paste(clone, gate);
    expect(exit, stdout).to.equal(0);
  });
});
