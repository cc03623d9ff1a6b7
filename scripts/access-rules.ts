import { judgesAtAdmission } from '../src/admission/generation.js';
import type { Policy } from '../src/policy/policy.js';
import { relatedKinds } from '../src/policy/related.js';
import type { Resource } from '../src/policy/target.js';

/**
 * The rules of the accounts that follow from the policies, as named templates of the chart: what the server lists and watches beside
 * the objects that it judges, and what the audit lists.
 */
export function renderAccessRules(policies: readonly Policy[]): string {
  const lookedUp = (some: readonly Policy[]): readonly Resource[] =>
    some.flatMap(({ related = [] }) => related.map((kind) => relatedKinds[kind].resource));
  const judged = policies.flatMap(({ target }) => target.resources);
  const namespaces = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' };
  return [
    '{{- /* Written by npm run docs, from the policies: do not edit. */ -}}',
    ...template('seaworthy.watchRules', lookedUp(policies.filter(judgesAtAdmission)), ['list', 'watch']),
    ...template('seaworthy.listRules', [namespaces, ...judged, ...lookedUp(policies)], ['list']),
    '',
  ].join('\n');
}

/** One rule for each API group, in the order of their names. */
function template(name: string, resources: readonly Resource[], verbs: readonly string[]): readonly string[] {
  const groups = [...new Set(resources.map(({ group }) => group))].sort();
  const rules = groups.flatMap((group) => {
    const plurals = new Set(resources.filter((one) => one.group === group).map(({ plural }) => plural));
    return [
      `- apiGroups: [${group === '' ? "''" : group}]`,
      `  resources: [${[...plurals].sort().join(', ')}]`,
      `  verbs: [${verbs.join(', ')}]`,
    ];
  });
  return [`{{- define "${name}" -}}`, ...rules, '{{- end -}}'];
}
