import { Command, Option } from 'commander';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../config/profiles.js';
import { compileProfiles } from '../engine/profile.js';
import type { Profile } from '../engine/profile.js';
import type { Policy } from '../policy/policy.js';
import { writeAll } from './output.js';
import { pageOf, saysFix } from './policy-page.js';

const NOTES = `
As JSON each policy has its id, title, description, category, severity, remedy and references, what it does in each profile,
whether it injects, what it needs to know (needs), whether seaworthy fix can mend what it finds (fix), and the schema of its
settings with the defaults (settings).

seaworthy explain POLICY says why a policy exists and how to satisfy it.`;

export function policiesCommand(): Command {
  return new Command('policies')
    .description('List every policy, and what it does in each built-in profile.')
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .addHelpText('after', NOTES)
    .action(async ({ format }: { readonly format: 'text' | 'json' }) => {
      const profiles = builtIn();
      await writeAll(process.stdout, format === 'json' ? [await asJson(profiles)] : asTable(profiles));
    });
}

/** The built-in profiles as they are written, with every source of facts at hand. */
function builtIn(): readonly Profile[] {
  const sources = new Set(policies.flatMap(({ needs }) => needs ?? []));
  const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: {}, sources });
  return [...profiles.values()];
}

/** What a policy's findings do in a profile. */
function modeIn({ policies: ofProfile }: Profile, id: string): string {
  return ofProfile.get(id)?.mode ?? 'off';
}

async function asJson(profiles: readonly Profile[]): Promise<string> {
  const described = policies.map(async ({ meta, injectable, needs, settings }: Policy) => ({
    ...meta,
    inject: injectable === true,
    fix: saysFix(await pageOf(meta.id)),
    needs: needs ?? [],
    settings,
    profiles: Object.fromEntries(profiles.map((profile) => [profile.name, modeIn(profile, meta.id)])),
  }));
  return `${JSON.stringify({ version: 1, policies: await Promise.all(described) }, null, 2)}\n`;
}

function asTable(profiles: readonly Profile[]): readonly string[] {
  const rows = policies.map(({ meta, injectable }) => [
    meta.id,
    meta.severity,
    meta.category,
    injectable === true ? 'yes' : '-',
    ...profiles.map((profile) => modeIn(profile, meta.id).replace(/^off$/, '-')),
    meta.title,
  ]);
  const names = profiles.map(({ name }) => name.toUpperCase());
  return columns([['POLICY', 'SEVERITY', 'CATEGORY', 'INJECT', ...names, 'DEMAND'], ...rows]);
}

/** Each cell as wide as the widest of its column; the last column is as long as it likes, so that a narrow terminal breaks only that. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)));
    return `${cells.join('  ')}\n`;
  });
}
