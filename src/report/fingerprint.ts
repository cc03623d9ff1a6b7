import { createHash } from 'node:crypto';
import { segmentsOf } from '../policy/pointer.js';
import type { Entry } from './report.js';

/** Enough of a SHA-256 in hexadecimal digits that no two findings share it by chance. */
const LENGTH = 32;

/**
 * Makes what a finding is known by from one run to the next. It holds the policy, the object and the field, a container by its
 * name, but no file, line or message: so it stays when lines move, and when a value becomes another wrong one.
 * Findings that are alike in all of that are numbered.
 */
export function createFingerprints(): (entry: Entry) => string {
  const counts = new Map<string, number>();
  return ({ object, finding }) => {
    const { kind, apiVersion, namespace, name } = object;
    // Another version of the same group is the same object.
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const identity = [finding.policy.id, group, kind, namespace ?? '', name, fieldOf(finding)];
    const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, LENGTH);
    const number = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, number);
    return `${hash}:${number}`;
  };
}

/** The field, with the name of the container in place of its number, which changes when another one is put before it. */
function fieldOf({ path, container }: Entry['finding']): readonly string[] {
  const segments = segmentsOf(path);
  const at = segments.findIndex((segment) => /^(?:initC|ephemeralC|c)ontainers$/.test(segment));
  return container === undefined || at < 0 ? segments : segments.with(Math.min(at + 1, segments.length - 1), container);
}
