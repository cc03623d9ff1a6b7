import { nearest } from '../../engine/nearest.js';
import { groupOf } from '../../policy/target.js';

/** A kind with the apiVersion that it is written in, such as apps/v1 Deployment. */
type Name = string;

/**
 * The kind that was meant by one that nobody knows: another version of the same, a misspelt one of the same apiVersion, or one that has
 * strayed into another group. What differs in both the kind and the group is another thing.
 */
export function meantBy(name: Name, known: readonly Name[]): Name | undefined {
  const [apiVersion = '', kind = ''] = name.split(' ');
  const group = groupOf(apiVersion);
  const namesakes = known.filter((one) => one.endsWith(` ${kind}`));
  const versions = namesakes.filter((one) => groupOf(one) === group);
  if (versions.length > 0) return newest(versions);
  const kinds = known.flatMap((one) => (one.startsWith(`${apiVersion} `) ? [one.slice(apiVersion.length + 1)] : []));
  const near = namesakes.length > 0 ? undefined : nearest(kind, kinds);
  return near === undefined ? newest(strayed(group, namesakes, known)) : `${apiVersion} ${near}`;
}

/** Of the same kind in other groups those that may be meant: a group of another's making has to be misspelt, and may not just be another. */
function strayed(group: string, namesakes: readonly Name[], known: readonly Name[]): readonly Name[] {
  if (!group.includes('.') || known.some((one) => groupOf(one) === group)) return namesakes;
  const meant = nearest(
    group,
    namesakes.map((one) => groupOf(one)).filter((one) => one !== ''),
  );
  return namesakes.filter((one) => groupOf(one) === meant);
}

function newest(names: readonly Name[]): Name | undefined {
  return names.toSorted((one, other) => ageOf(one) - ageOf(other))[0];
}

/** Less for what is newer: every v2 is, and then every v1, before a beta of whatever number. */
function ageOf(name: Name): number {
  const [, major = '', level = '', minor = ''] = /(?:^|\/)v(\d{1,3})(alpha|beta)?(\d{0,3}) /.exec(name) ?? [];
  const first = { '': 0, beta: 1, alpha: 2 }[level] ?? 3;
  return first * 1_000_000 - Number(major) * 1_000 - Number(minor);
}
