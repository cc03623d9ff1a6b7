import pc from 'picocolors';
import { parseAllDocuments, stringify } from 'yaml';
import type { Document } from 'yaml';
import { rewrite } from '../src/cli/fix/rewrite.js';
import { unifiedDiff } from '../src/cli/fix/unified-diff.js';
import { documentsOf as readDocuments } from '../src/cli/manifests/document.js';
import { applyEdits } from '../src/engine/edit.js';
import { see, violationsOf } from '../src/engine/evaluate.js';
import { withoutSources } from '../src/engine/gather.js';
import { completeSettings } from '../src/engine/profile.js';
import { createInventory } from '../src/facts/inventory.js';
import { createSchemas } from '../src/facts/schema/schema-fact.js';
import { isObject, stringAt } from '../src/policy/json.js';
import type { JsonObject } from '../src/policy/json.js';
import { fieldPath } from '../src/policy/pointer.js';
import type { Edit, Policy, Violation } from '../src/policy/policy.js';
import type { Setting, SettingSchema } from '../src/policy/settings.js';
import { newestKubernetes } from '../src/policy/version.js';

export interface Examples {
  readonly good: string;
  readonly bad: string;
  /** What the examples are judged by, where the defaults have nothing to say. */
  readonly settings?: JsonObject | undefined;
}

/** The page of one policy: everything on it comes from the policy itself and from its examples. */
export async function renderPage(policy: Policy, examples: Examples, inProfiles: string): Promise<string> {
  const { meta } = policy;
  const violations = await judgeExample(policy, examples);
  return [
    `# ${meta.id}`,
    `${meta.title}.`,
    [
      '| category | severity | profiles | fix | since |',
      '| --- | --- | --- | --- | --- |',
      `| ${meta.category} | ${meta.severity} | ${inProfiles} | ${fixKind(policy, violations)} | ${meta.since ?? '0.1.0'} |`,
    ].join('\n'),
    `## Why\n\n${meta.description}`,
    `## What to do\n\n${meta.remedy}`,
    ...(meta.details === undefined ? [] : [`## In detail\n\n${meta.details.map((one) => `- ${one}`).join('\n')}`]),
    `## Settings\n\n${renderSettings(policy)}`,
    `## Good\n\n${renderExampleSettings(examples)}${fenced('yaml', examples.good)}`,
    `## Bad\n\n${fenced('yaml', examples.bad)}\n\nSeaworthy says:\n\n${renderViolations(violations)}`,
    ...renderFix(policy, examples.bad, violations),
    `## References\n\n${meta.references.map((reference) => `- <${reference}>`).join('\n')}\n`,
  ].join('\n\n');
}

/** Whether the fix can be asked for, or is made unasked as well. */
export function fixKind(policy: Policy, violations: readonly Violation[]): string {
  if (policy.injectable) return 'yes, injected';
  return violations.some(({ fix }) => fix !== undefined) ? 'yes' : 'by hand';
}

function renderExampleSettings({ settings }: Examples): string {
  return settings === undefined ? '' : `With these settings:\n\n${fenced('yaml', stringify(settings))}\n\n`;
}

/** The first document of an example is judged; the others stand beside it, to be looked up. */
function documentsOf(example: string): readonly [Document, ...Document[]] {
  const [first, ...others] = [...parseAllDocuments(example)];
  if (first === undefined) throw new Error('an example has at least one document');
  return [first, ...others];
}

const schemas = createSchemas({ kubernetesVersion: newestKubernetes, strict: false, note: console.error });

/** What a policy says about its bad example, at its default settings or those of the examples, when nothing else is known. */
export async function judgeExample(policy: Policy, { bad, settings }: Examples): Promise<readonly Violation[]> {
  const [object, ...others] = documentsOf(bad).map((document) => document.toJS() as JsonObject);
  if (object === undefined) return [];
  const { put, inventory } = createInventory(policy.related ?? []);
  [object, ...others].forEach(put);
  const judge = { policy, mode: 'enforce' as const, inject: false, settings: completeSettings(policy, settings) };
  const kind = stringAt(object, 'kind') ?? '';
  const schema = policy.needs?.includes('schema') === true ? await schemas.lookup(object, kind) : withoutSources.schema;
  return violationsOf(judge, see(object, kind), {
    now: Date.UTC(2026, 0, 15),
    kubernetesVersion: newestKubernetes,
    facts: {
      ...withoutSources,
      inventory,
      schema,
      images: () => ({ known: true, value: { trusted: [], untrusted: [], lookedIn: ['receipts (0)'] } }),
    },
  });
}

function renderViolations(violations: readonly Violation[]): string {
  const lines = violations.map(({ path, message }) => `${message} (${fieldPath(path)})`);
  return fenced('text', lines.join('\n'));
}

function renderSettings(policy: Policy): string {
  const settings = Object.entries(policy.settings);
  if (settings.length === 0) return 'None.';
  const rows = settings.map(
    ([name, setting]) =>
      `| \`${name}\` | ${typeOf(setting)} | \`${write(setting.default)}\` | ${setting.description} |`,
  );
  const defaults = Object.fromEntries(settings.map(([name, setting]) => [name, setting.default]));
  const configured = stringify({ profiles: { production: { policies: { [policy.meta.id]: defaults } } } });
  const table = ['| setting | type | default | |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return `${table}\n\nIn the configuration, with the defaults:\n\n${fenced('yaml', configured)}`;
}

/** A value as flow YAML writes it. */
function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, one]) => `${name}: ${write(one)}`);
  return `{${fields.join(', ')}}`;
}

function typeOf(schema: Setting | SettingSchema): string {
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return numberType(schema);
    case 'string':
      return schema.enum?.join(', ') ?? schema.format ?? 'text';
    case 'array':
      return `list of: ${typeOf(schema.items)}`;
    case 'object':
      return objectType(schema);
  }
}

function numberType({ type, minimum }: Extract<SettingSchema, { type: 'integer' | 'number' }>): string {
  return minimum === undefined ? type : `${type} of at least ${minimum}`;
}

/** Fields of one type share it: {cpu, memory: quantity}. */
function objectType(schema: Extract<SettingSchema, { type: 'object' }>): string {
  const names = new Map<string, string[]>();
  const fields = Object.entries(schema.properties);
  if (schema.additionalProperties) fields.push(['any name', schema.additionalProperties]);
  for (const [name, one] of fields) names.set(typeOf(one), [...(names.get(typeOf(one)) ?? []), name]);
  return `{${[...names].map(([type, named]) => `${named.join(', ')}: ${type}`).join('; ')}}`;
}

function renderFix(policy: Policy, bad: string, violations: readonly Violation[]): readonly string[] {
  const edits = violations.flatMap(({ fix = [] }) => fix);
  if (edits.length === 0) return [];
  const diff = [...unifiedDiff('bad.yaml', bad, mendFirst(bad, edits), pc.createColors(false))].join('');
  const unasked = policy.injectable
    ? 'The same is injected into Pods, where a namespace asks for it: only what is missing, never in the place of a value that is set.'
    : 'It is never injected unasked.';
  return [`## Fix\n\nThis is what the fix makes of the bad example. ${unasked}\n\n${fenced('diff', diff)}`];
}

/** The example as `seaworthy fix` writes it: its first document mended, and every other byte as it was. */
function mendFirst(example: string, edits: readonly Edit[]): string {
  const [first] = readDocuments(example);
  if (first === undefined || !isObject(first.value)) throw new Error('an example begins with an object');
  const { object } = applyEdits(first.value, edits, { overwrite: true });
  const rewriting = rewrite(first.text, first.value, object);
  if ('why' in rewriting) throw new Error(`the fix of an example cannot be written: ${rewriting.why().reason}`);
  const start = example.indexOf(first.text);
  return example.slice(0, start) + rewriting.text + example.slice(start + first.text.length);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
