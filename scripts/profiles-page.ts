import type { Profile, ProfiledPolicy } from '../src/engine/profile.js';
import type { Category, Policy } from '../src/policy/policy.js';

const INTRODUCTION = `# Profiles

A profile is a named set of policies with their settings. A namespace names one in each of its labels; \`seaworthy check\` judges
by \`production\` unless \`--profile\` names another. Each built-in profile includes the one before it:

- \`baseline\`: what breaks others or is a mistake anywhere. It denies all that the Pod Security Standard of the same name denies.
- \`production\`: what a service needs that people rely on. It denies all that the Pod Security Standard Restricted denies.
- \`strict\`: what a cluster needs in which a single lapse is one too many.

A policy does at most what its column says: \`enforce\` denies, \`warn\` lets pass with a warning, and \`-\` means that it is not in
the profile. The label of the namespace and the configuration's \`ceiling\` may lower that, and nothing raises it
([how a mode is settled](architecture.md#how-a-mode-is-settled)). \`inject\` marks what may be added to new Pods in a namespace with
the label \`seaworthy.dev/inject\`. To move a policy, or to change its settings, write a profile of your own:
[docs/examples/seaworthy.yaml](examples/seaworthy.yaml); [the configuration](configuration.md) explains every key.
`;

const titles: Readonly<Record<Category, string>> = {
  availability: 'Availability',
  resources: 'Resources',
  'pod-security': 'Pod security',
  images: 'Images',
  network: 'Network',
  configuration: 'Configuration',
  governance: 'Governance',
};

/** The page that shows what each policy does in each profile, one table a category. */
export function renderProfiles(policies: readonly Policy[], profiles: readonly Profile[]): string {
  const sections = Object.entries(titles).map(([category, title]) => {
    const rows = policies.filter(({ meta }) => meta.category === category).map((policy) => rowOf(policy, profiles));
    const head = ['policy', 'severity', ...profiles.map(({ name }) => name), 'inject'];
    return [`## ${title}`, '', lineOf(head), lineOf(head.map(() => '---')), ...rows.map(lineOf)].join('\n');
  });
  return `${INTRODUCTION}\n${sections.join('\n\n')}\n`;
}

function rowOf({ meta: { id, severity } }: Policy, profiles: readonly Profile[]): readonly string[] {
  const profiled = profiles.map(({ policies }) => policies.get(id));
  const inject = profiled.some((found) => found?.inject === true);
  return [`[\`${id}\`](policies/${id}.md)`, severity, ...profiled.map(modeOf), inject ? 'yes' : '-'];
}

function modeOf(found: ProfiledPolicy | undefined): string {
  return found?.mode ?? '-';
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
