import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { policies } from '../policies/index.js';
import { builtinProfiles } from '../src/config/profiles.js';
import { compileProfiles } from '../src/engine/profile.js';
import type { JsonObject } from '../src/policy/json.js';
import type { Policy } from '../src/policy/policy.js';
import { renderAccessRules } from './access-rules.js';
import { fixKind, judgeExample, renderPage } from './policy-page.js';
import type { Examples } from './policy-page.js';
import { renderProfiles } from './profiles-page.js';

// Renders docs/policies, docs/profiles.md, the table in the README and the rules of the chart's accounts from the policies themselves.
// `--check` writes nothing, names what is stale, and fails when something is.

const FOLDER = 'docs/policies';
const ACCESS_RULES = 'deploy/chart/templates/_access-rules.tpl';
const PROFILES = '[Profiles](../profiles.md) shows what each of them does in each profile.';
const [START, END] = ['<!-- policies:start -->', '<!-- policies:end -->'];

const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: {}, sources: new Set(['images']) });

/** Every file as it should be, by its path. */
async function renderAll(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const policy of policies) {
    const page = await renderPage(policy, examplesOf(policy), profilesOf(policy));
    files.set(join(FOLDER, `${policy.meta.id}.md`), page);
  }
  files.set(join(FOLDER, 'README.md'), `# Policies\n\n${PROFILES}\n\n${await renderTable('')}`);
  const page = renderProfiles(policies, [...profiles.values()]);
  files.set('docs/profiles.md', await format(page, { parser: 'markdown' }));
  files.set(ACCESS_RULES, renderAccessRules(policies));
  if (existsSync('README.md')) files.set('README.md', await renderReadme(readFileSync('README.md', 'utf8')));
  return files;
}

function examplesOf(policy: Policy): Examples {
  const folder = `test/fixtures/policies/${policy.meta.id}`;
  const file = join(folder, 'settings.json');
  return {
    good: readFileSync(join(folder, 'good.yaml'), 'utf8'),
    bad: readFileSync(join(folder, 'bad.yaml'), 'utf8'),
    settings: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JsonObject) : undefined,
  };
}

/** The built-in profiles that a policy is in, each with its mode where that is not the strongest. */
function profilesOf(policy: Policy): string {
  const names = [...profiles.values()].flatMap(({ name, policies: profiled }) => {
    const mode = profiled.get(policy.meta.id)?.mode;
    return mode === undefined ? [] : [mode === 'enforce' ? name : `${name} (${mode})`];
  });
  return names.join(', ');
}

/** One row for each policy; the links start from a folder such as docs/policies/. */
async function renderTable(folder: string): Promise<string> {
  const rows: string[] = [];
  for (const policy of policies) {
    const { id, title } = policy.meta;
    const fix = fixKind(policy, await judgeExample(policy, examplesOf(policy)));
    rows.push(`| [\`${id}\`](${folder}${id}.md) | ${title} | ${profilesOf(policy)} | ${fix} |`);
  }
  const table = ['| policy | demand | profiles | fix |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return format(table, { parser: 'markdown' });
}

async function renderReadme(text: string): Promise<string> {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md needs the lines ${START} and ${END}`);
  return `${text.slice(0, start + START.length)}\n\n${await renderTable(`${FOLDER}/`)}\n${text.slice(end)}`;
}

const missing = policies.flatMap(({ meta: { id } }) =>
  ['good.yaml', 'bad.yaml']
    .map((name) => `test/fixtures/policies/${id}/${name}`)
    .filter((file) => !existsSync(file))
    .map((file) => `${id} wants an example: write ${file}`),
);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}
const wanted = await renderAll();
mkdirSync(FOLDER, { recursive: true });
const leftOver = readdirSync(FOLDER)
  .map((file) => join(FOLDER, file))
  .filter((file) => !wanted.has(file));
const changed = [...wanted].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);

if (process.argv.includes('--check')) {
  for (const file of [...changed.map(([name]) => name), ...leftOver])
    console.error(`${file} is stale: run npm run docs`);
  if (changed.length + leftOver.length > 0) process.exitCode = 1;
} else {
  for (const [file, text] of changed) writeFileSync(file, text);
  for (const file of leftOver) rmSync(file);
}
