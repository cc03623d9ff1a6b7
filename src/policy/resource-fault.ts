import { faultIn } from './amount-fault.js';
import type { Ratios } from './amount-fault.js';
import type { Fault } from './fault.js';
import { dig, field, isObject, objectAt } from './json.js';
import { pointer } from './pointer.js';
import type { Show } from './quote.js';
import type { ResourceOwner } from './resource-owner.js';
import { amountOf, isHugePages, nameFor, resourceLists, singular } from './resources.js';
import type { ResourceList } from './resources.js';

/** What is wrong with one owner's resources: their shape first, then each amount, by itself and beside the other list. */
export function* resourceFaultsOf(owner: ResourceOwner, ratios: Ratios): Iterable<Fault> {
  const { who, at, raw } = owner;
  const resources = field(raw, 'resources');
  if (resources === undefined) return;
  if (!isObject(resources)) {
    yield { path: at, words: (show) => `${who(show)} has resources ${show(resources)}, which is no object` };
  }
  for (const list of resourceLists) {
    const entries = field(resources, list);
    if (entries !== undefined && !isObject(entries)) {
      const words: Fault['words'] = (show) => `${who(show)} has ${list} ${show(entries)}, which is no object`;
      yield { path: pointer(at, list), words };
    }
    for (const name of isObject(entries) ? Object.keys(entries) : []) {
      const fault = entryFault(owner, list, name, ratios);
      if (fault !== undefined) yield fault;
    }
  }
  if (hasOnlyPages(owner)) {
    yield { path: at, words: (show) => `${who(show)} has hugepages, but neither cpu nor memory` };
  }
}

/** Whether there are huge pages, and nothing to start a container with. Pages without a limit are wrong by themselves. */
function hasOnlyPages({ raw, isGiven }: ResourceOwner): boolean {
  const resources = field(raw, 'resources');
  const has = (name: string): boolean => resourceLists.some((list) => dig(resources, list, name) !== undefined);
  if (has('cpu') || has('memory')) return false;
  if (!resourceLists.some((list) => Object.keys(objectAt(resources, list) ?? {}).some(isHugePages))) return false;
  return !isGiven('cpu') && !isGiven('memory');
}

/** What is wrong with one entry: its name first, for under a wrong one no amount is right. */
function entryFault(owner: ResourceOwner, list: ResourceList, name: string, ratios: Ratios): Fault | undefined {
  const { who, at, raw, names } = owner;
  const value = amountOf(raw, list, name);
  if (value === undefined) return undefined;
  if (!names.isKnown(name)) {
    const words: Fault['words'] = (show) => `${who(show)}: ${nameFor(name, show)} ${names.fault}`;
    return { path: pointer(at, list, name), words, remedy: names.remedy };
  }
  const fault = faultIn[list](value, name, field(raw, 'resources'), ratios);
  if (fault === undefined) return undefined;
  const what = (show: Show): string => `${nameFor(name, show)} ${singular[list]} ${show(value)}`;
  return { path: pointer(at, list, name), words: (show) => `${who(show)}: ${what(show)} ${fault(show)}` };
}
