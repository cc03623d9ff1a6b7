import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';

const PAGE = 'docs/reports.md';

/** The block of the page with an info string, without its fences. */
function blockOf(page: string, info: string): string {
  const [, block] = new RegExp(`^\`\`\`${info}\\n([^]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  if (block === undefined) throw new Error(`${PAGE} has no block ${info}`);
  return block;
}

async function print(manifest: string, format: string): Promise<string> {
  return withFiles({ 'k8s/web.yaml': manifest }, async (cwd) => {
    const { stdout } = await seaworthy(['check', 'k8s/', '--format', format], { cwd });
    return stdout;
  });
}

async function firstResult(manifest: string): Promise<string> {
  const log = JSON.parse(await print(manifest, 'sarif')) as {
    readonly runs: readonly [{ readonly results: readonly { readonly fixes?: unknown }[] }];
  };
  return `${JSON.stringify(
    log.runs[0].results.find(({ fixes }) => fixes !== undefined),
    null,
    2,
  )}\n`;
}

describe('the page about reports', function () {
  this.timeout(60_000);

  const examples: readonly (readonly [info: string, make: (manifest: string) => Promise<string>])[] = [
    ['text', (manifest) => print(manifest, 'text')],
    ['json', (manifest) => print(manifest, 'json')],
    ['json sarif', firstResult],
    ['xml', (manifest) => print(manifest, 'junit')],
    ['text github', (manifest) => print(manifest, 'github')],
  ];
  for (const [info, make] of examples) {
    it(`shows what is printed: ${info}`, async () => {
      const page = readFileSync(PAGE, 'utf8');
      const made = await make(blockOf(page, 'yaml manifest'));
      const shown = blockOf(page, `${info} example`);
      if (process.env['UPDATE_GOLDEN'] === '1') {
        writeFileSync(
          PAGE,
          page.replace(`\`\`\`${info} example\n${shown}`, () => `\`\`\`${info} example\n${made}`),
        );
      } else expect(shown).to.equal(made);
    });
  }
});
