import type { Around } from './around.js';
import { hostsOf, viewClaims } from './ingress-claim.js';
import type { IngressClaim, IngressClaims } from './ingress-claim.js';
import { meet } from './ingress-routing.js';
import { dig } from './json.js';
import type { JsonObject } from './json.js';
import type { Show } from './quote.js';
import { rememberEach } from './remember-each.js';

/** Who has more rivals than these for a path has made one mistake, and not as many as there are Ingresses. */
const MOST_NAMED = 10;

/** The other Ingresses that are after the same requests. */
export interface Rivals {
  /** The first of them, in the order of their names. */
  readonly names: readonly string[];
  /** How many there are besides. */
  readonly more: number;
}

/** Somebody whom a message names, and what tells them from the others. */
interface Party {
  readonly who: string;
  readonly words: (show: Show) => string;
}

/** Each of the rivals that are named, and then all others as one. */
export function* partiesOf({ names, more }: Rivals): Iterable<Party> {
  for (const name of names) yield { who: name, words: (show) => `Ingress ${show(name)}` };
  if (more > 0) yield { who: 'and more', words: () => `${more} more Ingress${more === 1 ? '' : 'es'}` };
}

const NONE: Rivals = { names: [], more: 0 };

/** Tells the rivals of an Ingress for each of its claims, among all of its namespace. None where Ingresses cannot be seen. */
export function rivalsFor(
  ingress: IngressClaims,
  { facts, namespace }: Pick<Around, 'facts' | 'namespace'>,
): (claim: Pick<IngressClaim, 'host' | 'key'>) => Rivals {
  const found = facts.inventory('Ingress', namespace);
  if (!found.known || isApart(ingress)) return () => NONE;
  const crowds = crowdsIn(found.value);
  return ({ host, key }) => {
    const crowd = crowds.get(host);
    if (crowd === undefined || isAlone(crowd, ingress)) return NONE;
    return rivalsAmong(claimantsIn(crowd).get(key)?.values() ?? [], ingress);
  };
}

/** Whether it gets its requests without a contest: by agreement, or because nobody else is asked. */
function isApart({ isCanary, hasOwnBalancer }: IngressClaims): boolean {
  return isCanary || hasOwnBalancer;
}

/** All that have rules for a host. */
interface Crowd {
  readonly host: string;
  readonly objects: JsonObject[];
}

/** Most hosts are those of one Ingress, which needs no closer look. */
function isAlone({ objects }: Crowd, { name }: IngressClaims): boolean {
  return objects.length === 1 && dig(objects[0], 'metadata', 'name') === name;
}

/** By host. A list of objects is the same until one of them changes. */
const crowdsIn = rememberEach((objects: readonly JsonObject[]): ReadonlyMap<string, Crowd> => {
  const crowds = new Map<string, Crowd>();
  for (const object of objects) {
    for (const host of hostsOf(object)) {
      const crowd = crowds.get(host);
      if (crowd === undefined) crowds.set(host, { host, objects: [object] });
      else crowd.objects.push(object);
    }
  }
  return crowds;
});

/** Those who claim the same and are told apart by nothing: nearly always, all of them. */
interface Claimants {
  readonly one: IngressClaims;
  readonly names: Set<string>;
}

/** By the key of what is claimed, and then by whose requests they are and what else they are told apart by. */
const claimantsIn = rememberEach(({ host, objects }: Crowd): ReadonlyMap<string, ReadonlyMap<string, Claimants>> => {
  const found = new Map<string, Map<string, Claimants>>();
  for (const one of objects.map(viewOf)) {
    if (isApart(one)) continue;
    const manner = mannerOf(one);
    for (const key of keysOf(one).get(host) ?? []) {
      const alike = found.get(key) ?? new Map<string, Claimants>();
      found.set(key, alike);
      const claimants = alike.get(manner);
      if (claimants === undefined) alike.set(manner, { one, names: new Set([one.name ?? '']) });
      else claimants.names.add(one.name ?? '');
    }
  }
  return found;
});

const viewOf = rememberEach(viewClaims);

/** The keys of its claims by host: it may have a thousand of these, and is looked at for each. */
const keysOf = rememberEach(({ claims }: IngressClaims): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, string[]>();
  for (const { host, key } of claims) {
    const own = keys.get(host);
    if (own === undefined) keys.set(host, [key]);
    else own.push(key);
  }
  return keys;
});

/** All that counts when two meet, as text. */
const mannerOf = rememberEach(({ controller, routing }: IngressClaims): string => {
  const parts = [routing.within, routing.asked].map((values) => [...values].map(([name, items]) => [name, ...items]));
  return JSON.stringify([controller ?? null, ...parts]);
});

function rivalsAmong(all: Iterable<Claimants>, ingress: IngressClaims): Rivals {
  const own = ingress.name ?? '';
  const names: string[] = [];
  let total = 0;
  for (const { one, names: found } of all) {
    if (one.controller !== ingress.controller || !meet(one.routing, ingress.routing)) continue;
    total += found.size - (found.has(own) ? 1 : 0);
    names.push(...firstOthers(found, own));
  }
  const named = names.sort().slice(0, MOST_NAMED);
  return { names: named, more: total - named.length };
}

/** One is no rival of itself. */
function firstOthers(names: ReadonlySet<string>, own: string): readonly string[] {
  const first: string[] = [];
  for (const name of names) {
    if (first.length === MOST_NAMED) break;
    if (name !== own) first.push(name);
  }
  return first;
}
