import { arrayAt, field, isObject, stringAt } from './json.js';
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
}

/** The hosts of one certificate; none when it is for every host. */
export interface IngressTls {
  readonly hosts: readonly Json[];
}

export interface Ingress {
  readonly rules: readonly IngressRule[];
  readonly tls: readonly IngressTls[];
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
  return {
    rules: arrayAt(spec, 'rules').flatMap((raw, index) => (isObject(raw) ? [viewRule(raw, index)] : [])),
    tls: arrayAt(spec, 'tls').flatMap((raw) => (isObject(raw) ? [{ hosts: arrayAt(raw, 'hosts') }] : [])),
  };
}

function viewRule(raw: JsonObject, index: number): IngressRule {
  const paths = arrayAt(field(raw, 'http'), 'paths').map((path) => stringAt(path, 'path') ?? '/');
  return { index, host: stringAt(raw, 'host'), paths };
}

/** Whether a host is one by itself or a family such as *.example.com, and not the bare * that means every host. */
export function isNamedHost(host: string | undefined): boolean {
  return host !== undefined && host !== '*';
}

/** Whether a host of a certificate is good for a host of a rule. A wildcard stands for one label, and covers itself. */
export function coversHost(certified: Json, host: string): boolean {
  if (typeof certified !== 'string') return false;
  const [one, other] = [certified.toLowerCase(), host.toLowerCase()];
  if (one === other) return true;
  const dot = other.indexOf('.');
  return one.startsWith('*.') && dot > 0 && other.slice(0, dot) !== '*' && one.slice(1) === other.slice(dot);
}
