import type { Finding, Mode } from '../../engine/finding.js';
import type { Amendment } from '../../facts/inputs.js';
import { stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import { placeOf } from '../../policy/place.js';
import type { Policy } from '../../policy/policy.js';
import { workloads } from '../../policy/workload.js';
import type { Court, Outcome } from './mend-document.js';
import { countModes } from './summary.js';
import type { FileTally } from './summary.js';

/** Whether fixes of another object may cure a finding: nothing is mended but workloads, and few policies look one up. */
export function createMayCure(policies: readonly Policy[]): (finding: Finding) => boolean {
  const kinds = workloads.resources.map(({ kind }) => kind);
  const ids = policies.flatMap(({ meta, related = [] }) =>
    related.some((one) => kinds.includes(one)) ? [meta.id] : [],
  );
  return ({ policy }) => ids.includes(policy.id);
}

/** Judges once more, after everything is mended, what hung on other objects. */
export interface Retrial {
  /** Takes in what became of a file. */
  readonly enter: (tally: FileTally, outcomes: readonly Outcome[], court: Court) => void;
  /** The tallies as they are at the end. */
  readonly close: (tallies: readonly FileTally[]) => Promise<readonly FileTally[]>;
}

interface Case {
  readonly tally: FileTally;
  readonly object: JsonObject;
  /** What was found at first, of all that hangs on others. */
  readonly findings: readonly Finding[];
  readonly court: Court;
}

/** Of all objects it keeps those alone of which such a finding is left, and of those that were mended what others see of them. */
export function createRetrial(amend: (amendments: readonly Amendment[]) => void): Retrial {
  const cases: Case[] = [];
  const amendments: Amendment[] = [];
  return {
    enter: (tally, outcomes, court) => {
      for (const { amendments: own = [], open, remaining } of outcomes) {
        amendments.push(...own);
        if (open !== undefined) cases.push({ tally, object: open, findings: hanging(remaining, court), court });
      }
    },
    close: async (tallies) => {
      if (amendments.length === 0) return tallies;
      // Though nothing is left here: what kustomizations build is judged next.
      amend(amendments);
      const changes = new Map<FileTally, Record<Mode, number>>();
      for (const one of cases) {
        const change = changes.get(one.tally) ?? { enforce: 0, warn: 0, audit: 0 };
        const [before, after] = [countModes(one.findings), countModes(await judgeAgain(one))];
        for (const mode of ['enforce', 'warn', 'audit'] as const) change[mode] += after[mode] - before[mode];
        changes.set(one.tally, change);
      }
      return tallies.map((tally) => changed(tally, changes.get(tally)));
    },
  };
}

function hanging(findings: readonly Finding[], { others }: Court): readonly Finding[] {
  return findings.filter((finding) => others?.mayCure(finding) === true);
}

async function judgeAgain({ object, court }: Case): Promise<readonly Finding[]> {
  const scope = { ...court.scope, namespace: placeOf(object) };
  const { findings } = await court.inspect(object, stringAt(object, 'kind') ?? '', scope);
  return hanging(findings, court);
}

function changed(tally: FileTally, change: Readonly<Record<Mode, number>> | undefined): FileTally {
  if (change === undefined) return tally;
  const { enforce, warn, audit } = tally.remaining;
  const remaining = { enforce: enforce + change.enforce, warn: warn + change.warn, audit: audit + change.audit };
  return { ...tally, remaining };
}
