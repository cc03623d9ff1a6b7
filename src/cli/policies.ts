import { Command, Option } from 'commander';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../config/profiles.js';
import { compileProfiles } from '../engine/profile.js';
import type { Profile } from '../engine/profile.js';
import type { Policy } from '../policy/policy.js';
import { writeAll } from './output.js';

export function policiesCommand(): Command {
  return new Command('policies')
    .description('List every policy, and what it does in each built-in profile.')
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nseaworthy explain POLICY says why a policy exists and how to satisfy it.')
    .action(async ({ format }: { readonly format: 'text' | 'json' }) => {
      const profiles = builtIn();
      await writeAll(process.stdout, format === 'json' ? [asJson(profiles)] : asTable(profiles));
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

function asJson(profiles: readonly Profile[]): string {
  const described = policies.map(({ meta, injectable, needs }: Policy) => ({
    ...meta,
    inject: injectable === true,
    needs: needs ?? [],
    profiles: Object.fromEntries(profiles.map((profile) => [profile.name, modeIn(profile, meta.id)])),
  }));
  return `${JSON.stringify({ version: 1, policies: described }, null, 2)}\n`;
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
