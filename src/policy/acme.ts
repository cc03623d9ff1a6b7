import { groupOf } from './target.js';
import { arrayAt, dig, field, stringAt } from './json.js';
import type { JsonObject } from './json.js';

// What an ACME server such as Let's Encrypt needs to reach before it issues a certificate, so that nothing may have one already.

/**
 * Where it asks, which it does by HTTP (RFC 8555, section 8.3). A token is of the alphabet of base64url, so that no path which is a
 * regular expression to its controller can mean more than this.
 */
const CHALLENGE = /^\/\.well-known\/acme-challenge(?:\/[\w-]*)?$/;

export function isChallengePath(path: string): boolean {
  return CHALLENGE.test(path);
}

/** What cert-manager puts on all that it makes to answer, and selects its Pods by. */
const SOLVER = 'acme.cert-manager.io/http01-solver';
const OWNER = { group: 'acme.cert-manager.io', kind: 'Challenge' } as const;

/** Where its Pods listen, which no setting changes. */
const SOLVER_PORT = 8089;

/**
 * Whether a Service leads to those who answer for cert-manager, and to no others. Anybody can write a label or an owner, so both are
 * believed only of what they are needed for: the one port, of Pods that bear the label too.
 */
export function leadsToSolver(service: JsonObject): boolean {
  const spec = field(service, 'spec');
  const [first, ...others] = arrayAt(spec, 'ports');
  if (field(first, 'port') !== SOLVER_PORT || (field(first, 'targetPort') ?? SOLVER_PORT) !== SOLVER_PORT) return false;
  return others.length === 0 && dig(spec, 'selector', SOLVER) === 'true' && isOfSolver(field(service, 'metadata'));
}

function isOfSolver(metadata: unknown): boolean {
  if (dig(metadata, 'labels', SOLVER) === 'true') return true;
  return arrayAt(metadata, 'ownerReferences').some(
    (owner) => field(owner, 'kind') === OWNER.kind && groupOf(stringAt(owner, 'apiVersion') ?? '') === OWNER.group,
  );
}
