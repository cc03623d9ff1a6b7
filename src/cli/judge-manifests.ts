import { policies } from '../../policies/index.js';
import { rulesOf } from '../config/configuration.js';
import type { Configuration } from '../config/configuration.js';
import type { Rules } from '../engine/rules.js';
import type { Scope } from '../engine/scope.js';
import type { JsonObject } from '../policy/json.js';
import { placeOf } from '../policy/place.js';
import type { Policy } from '../policy/policy.js';
import { printable } from '../policy/quote.js';
import { newestKubernetes } from '../policy/version.js';
import type { KubernetesVersion } from '../policy/version.js';
import type { Judged } from '../report/judged.js';
import { warn, withoutBlind } from './blind.js';
import { profileNamed } from './configuration.js';
import { describeAll } from './describe-manifests.js';
import type { Case, TextWishes } from './describe-manifests.js';
import type { Evidence } from './evidence.js';
import { fewNames } from './few-names.js';
import type { InspectFrom } from './inspect-from.js';
import type { Manifest } from './manifests/manifest.js';
import { note } from './output.js';

/** What somebody may ask for when manifests are judged. */
export interface Wishes {
  readonly profile: string;
  readonly kubernetesVersion?: KubernetesVersion;
  readonly inject?: true;
  /** The namespace of objects that name none. */
  readonly namespace?: string;
}

/**
 * The rules for manifests, which are judged by one profile; fails when there is no profile of that name. The policies that cannot be
 * judged are told.
 */
export function rulesFor(
  configuration: Configuration,
  { images }: Evidence,
  { profile, kubernetesVersion }: Wishes,
  tell: (policy: Policy) => void,
): Rules {
  const chosen = profileNamed(profile, configuration);
  // Of a policy that the profile leaves out nobody needs to know that it could not be judged.
  const inForce = policies.filter(({ meta }) => chosen.policies.has(meta.id));
  const rules = rulesOf(configuration, { policies: inForce, version: newestKubernetes, images });
  const asked = kubernetesVersion === undefined ? rules : { ...rules, kubernetesVersion };
  return withoutBlind(asked, configuration.sources, tell);
}

/** Manifests are judged as if their namespace enforced the profile. The time is in milliseconds since 1970. */
export function scopeOf({ profile, inject, namespace }: Wishes, now: number): Scope {
  return {
    optIn: { enforce: profile, ...(inject && { inject: profile }) },
    now,
    isManifest: true,
    injectPods: inject === true,
    namespace,
  };
}

interface Court extends TextWishes {
  readonly inspectFrom: InspectFrom;
  readonly scope: Scope;
  /** Namespaces whose objects are not judged. */
  readonly exempt: ReadonlySet<string>;
  /** The policies that cannot be judged, of which whoever has objects for them is warned. */
  readonly blind?: readonly Policy[];
}

/** Judges one object after the other, and tells at the end of those that it let be. */
export function judge(manifests: AsyncIterable<Manifest> | Iterable<Manifest>, court: Court): AsyncIterable<Judged> {
  return describeAll(casesOf(manifests, court), court);
}

/** What is told at the end. */
interface LetBe {
  /** How many objects of each exempt namespace were not judged. */
  readonly spared: Map<string, number>;
  /** The templates of charts whose objects would be blamed for a namespace that nobody chose. */
  readonly unplaced: Set<string>;
}

const NAMESPACE = '/metadata/namespace';

async function* casesOf(
  manifests: AsyncIterable<Manifest> | Iterable<Manifest>,
  { inspectFrom, scope, exempt, blind = [] }: Court,
): AsyncIterable<Case> {
  const spared = new Map<string, number>();
  const unplaced = new Set<string>();
  const warnOfBlind = warnerOf(blind);
  for await (const manifest of manifests) {
    const { kind, file } = manifest;
    const object = manifest.unplaced ?? manifest.object;
    const namespace = placeOf(object, scope.namespace);
    if (namespace !== undefined && exempt.has(namespace)) spared.set(namespace, (spared.get(namespace) ?? 0) + 1);
    else {
      warnOfBlind(object, kind);
      const { findings } = await inspectFrom(file)(object, kind, { ...scope, namespace });
      const isBlamed = manifest.unplaced !== undefined && findings.some(({ path }) => path === NAMESPACE);
      if (isBlamed) unplaced.add(file);
      yield { manifest, findings: isBlamed ? findings.filter(({ path }) => path !== NAMESPACE) : findings };
    }
  }
  tellOf({ spared, unplaced });
}

/** Warns of each policy that cannot be judged when the first object comes that it would judge. */
function warnerOf(blind: readonly Policy[]): (object: JsonObject, kind: string) => void {
  const untold = new Set(blind);
  return (object, kind) => {
    for (const policy of untold) {
      if (policy.target.view(object, kind) !== undefined && untold.delete(policy)) warn(policy);
    }
  };
}

function tellOf({ spared, unplaced }: LetBe): void {
  if (unplaced.size > 0) {
    note(
      `of ${fewNames([...unplaced].map(printable))} the namespace was not judged: a chart goes wherever it is released to; ` +
        '--namespace NAME judges it for there',
    );
  }
  for (const [namespace, count] of spared) {
    note(`${count} ${count === 1 ? 'object' : 'objects'} not judged: the namespace ${printable(namespace)} is exempt`);
  }
}
