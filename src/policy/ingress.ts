import { isChallengePath } from './acme.js';
import { hasOwnBalancer, isOfAlb } from './ingress-balancer.js';
import { hasTlsElsewhere, onlyRedirects } from './ingress-certificate.js';
import { classOf } from './ingress-class.js';
import { arrayAt, field, isObject, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { targetKinds } from './target.js';

/** One rule of an Ingress. */
export interface IngressRule {
  /** Where it stands in the list of rules. */
  readonly index: number;
  /** The host as it is written; undefined when there is none. */
  readonly host: string | undefined;
  /** The paths that it takes, in order; one that is missing takes everything, as / does. */
  readonly paths: readonly string[];
  /** Whether nothing but the challenge of an ACME server comes by it, which is asked in plain text. */
  readonly isForChallenge: boolean;
}

/** The hosts of one certificate; none when it is for every host. */
export interface IngressTls {
  readonly hosts: readonly Json[];
}

export interface Ingress {
  readonly rules: readonly IngressRule[];
  readonly tls: readonly IngressTls[];
  /** Whether its TLS is arranged for outside spec.tls, so that no entry there would add to it. */
  readonly hasTlsElsewhere: boolean;
  /** Whether HTTP only redirects, to a TLS that may end before the controller. */
  readonly onlyRedirects: boolean;
  /** Whether it is served by an ALB of AWS. */
  readonly isOfAlb: boolean;
  /** Whether it has an address to itself, so that whatever comes there is meant for it. */
  readonly hasOwnBalancer: boolean;
}

/** Ingresses of every API group that they have been in. */
export const ingresses = targetKinds(
  'ingresses',
  [{ group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', plural: 'ingresses' }],
  viewIngress,
);

/** Entries that are no objects are passed over and keep their place. */
function viewIngress(object: JsonObject): Ingress {
  const spec = field(object, 'spec');
  // A default backend, which has had two names, is given what comes by no path, of the hosts of rules as well.
  const isOpen = field(spec, 'defaultBackend') !== undefined || field(spec, 'backend') !== undefined;
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations') ?? {};
  const named = classOf(object);
  return {
    rules: arrayAt(spec, 'rules').flatMap((raw, index) => (isObject(raw) ? [viewRule(raw, index, isOpen)] : [])),
    tls: arrayAt(spec, 'tls').flatMap((raw) => (isObject(raw) ? [{ hosts: arrayAt(raw, 'hosts') }] : [])),
    hasTlsElsewhere: hasTlsElsewhere(object),
    onlyRedirects: onlyRedirects(annotations, named),
    isOfAlb: isOfAlb(annotations, named),
    hasOwnBalancer: hasOwnBalancer(annotations, named),
  };
}

function viewRule(raw: JsonObject, index: number, isOpen: boolean): IngressRule {
  const paths = arrayAt(field(raw, 'http'), 'paths').map((path) => stringAt(path, 'path') ?? '/');
  const isForChallenge = !isOpen && paths.length > 0 && paths.every(isChallengePath);
  return { index, host: stringAt(raw, 'host'), paths, isForChallenge };
}

/** Whether a host is one by itself or a family such as *.example.com, and not the bare * that means every host. */
export function isNamedHost(host: string | undefined): boolean {
  return host !== undefined && host !== '*';
}

/**
 * Whether the certificates of an Ingress are good for a host of a rule: by its name, or by a wildcard, which stands for one label and
 * covers itself. The hosts are gone through once, for there may be thousands of them and of rules.
 */
export function coverageOf(tls: readonly IngressTls[]): (host: string) => boolean {
  if (tls.some(({ hosts }) => hosts.length === 0)) return () => true;
  const certified = new Set<string>();
  for (const host of tls.flatMap(({ hosts }) => hosts)) {
    if (typeof host === 'string') certified.add(host.toLowerCase());
  }
  return (host) => {
    const name = host.toLowerCase();
    const dot = name.indexOf('.');
    return certified.has(name) || (dot > 0 && !name.startsWith('*.') && certified.has(`*${name.slice(dot)}`));
  };
}
