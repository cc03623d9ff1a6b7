import type { Finding, Mode } from '../../src/engine/finding.js';
import type { Severity } from '../../src/policy/facts.js';
import type { JsonObject } from '../../src/policy/json.js';
import type { PolicyMeta } from '../../src/policy/policy.js';
import type { Judged } from '../../src/report/judged.js';

function policyMeta(id: string, severity: Severity = 'high'): PolicyMeta {
  return {
    id,
    title: 'Something is demanded',
    description: 'It matters.',
    category: 'resources',
    severity,
    remedy: `Satisfy ${id}.`,
    references: [],
  };
}

export function finding(id: string, more: Partial<Finding> & { readonly severity?: Severity } = {}): Finding {
  const { severity = 'high', ...fields } = more;
  const policy = policyMeta(id, severity);
  return { policy, mode: 'enforce', path: '/spec', message: 'something is wrong', remedy: policy.remedy, ...fields };
}

export function named(name: string, namespace?: string): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {},
  };
}

/** An object that was judged, with one finding of each severity and mode that is given. */
export function judgedWith(...found: readonly (readonly [Severity, Mode])[]): Judged {
  const findings = found.map(([severity, mode], index) => ({
    policy: policyMeta(`require-${index}`, severity),
    mode,
    path: '/spec',
    message: 'something is wrong',
    remedy: 'Mend it.',
  }));
  return { object: { apiVersion: 'v1', kind: 'Pod', name: 'a' }, findings };
}
