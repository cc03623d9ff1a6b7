import { expect } from 'chai';
import { openApi, type Api } from './harness/api-proxy.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { untilRefused } from './harness/webhooks.js';
import { pod, soundPodSpec } from './harness/workloads.js';
import { askAbout, askAboutDebugging, createStandardNamespace, type Verdict } from './pod-security/ask.js';
import * as cases from './pod-security/cases.js';
import type { PodCase } from './pod-security/cases.js';
import { denyingPolicies } from './pod-security/judge.js';

/** The levels of the Pod Security Standards, and the profiles that contain them. */
const levels = { baseline: 'baseline', restricted: 'production' } as const;
type Level = keyof typeof levels;
const everyLevel = Object.keys(levels) as readonly Level[];

/** Where a version changed what is allowed: that version, and the one before. */
const versions = [
  '1.36',
  '1.35',
  '1.34',
  '1.33',
  '1.32',
  '1.31',
  '1.30',
  '1.29',
  '1.28',
  '1.27',
  '1.26',
  '1.25',
  '1.24',
];
const oldVersions = ['1.23', '1.22', '1.21', '1.19', '1.18', '1.8', '1.7', '1.0'];

/**
 * Where Seaworthy means to differ from the standard, by what is particular about the Pod: see
 * docs/adr/0021-two-differences-from-pod-security.md.
 */
const explained: readonly { readonly name: RegExp; readonly level: Level; readonly before: number }[] = [
  { name: /^windows/, level: 'restricted', before: 25 },
  { name: /runAsUser 0/, level: 'restricted', before: 23 },
];

function isExplained({ name }: PodCase, level: Level, version: string): boolean {
  const minor = Number(version.split('.')[1]);
  return explained.some((one) => one.level === level && minor < one.before && one.name.test(name));
}

describe('the profiles beside the built-in Pod Security admission', function () {
  this.timeout(300_000);
  withSeaworthy();
  let api: Api;
  const standard = new Map<Level, string>();
  const ours = new Map<Level, string>();

  before(async () => {
    api = await openApi(theCluster());
    for (const level of everyLevel) {
      standard.set(level, await createStandardNamespace(api, level, 'latest'));
      const namespace = await createNamespace(theCluster(), `ours-${level}`, { enforce: levels[level] });
      await untilRefused(theCluster(), namespace);
      ours.set(level, namespace);
    }
  });
  after(() => api.stop());

  const judged = [
    ...cases.singleCases(),
    ...cases.windowsCases(),
    ...cases.inheritedCases(),
    ...cases.userNamespaceCases(),
  ];
  const all = [...judged, ...cases.mixedCases(250)];

  it('compare different Pods, and enough of them', () => {
    expect(new Set(all.map(({ name }) => name)).size).to.equal(all.length);
    expect(all.length).to.be.at.least(1_000);
  });

  for (const level of everyLevel) {
    it(`deny in ${levels[level]} what ${level} denies, and nothing else`, async () => {
      const theirs = await askAbout(api, all, standard.get(level) ?? '');
      const own = await askAbout(api, all, ours.get(level) ?? '');
      expect(differences(all, theirs, own)).to.deep.equal([]);
      const outcomes = counts(theirs);
      expect(outcomes.admitted).to.be.at.least(100);
      expect(outcomes.denied).to.be.at.least(300);
      expect(outcomes.admitted + outcomes.denied, 'Pods that were judged').to.be.at.least(600);
      const written = all.filter(
        (one, index) => own[index]?.outcome !== 'invalid' && differsOffline(one, own[index], level),
      );
      expect(
        written.map(({ name }) => name),
        'judged otherwise as it is written',
      ).to.deep.equal([]);
    });

    it(`deny in ${levels[level]} the ephemeral containers that ${level} denies, and no others`, async () => {
      const debugged = cases.ephemeralCases();
      for (const namespace of [standard.get(level) ?? '', ours.get(level) ?? '']) {
        await theCluster().admin.apply(pod({ name: 'web', namespace }, soundPodSpec()));
      }
      const [theirs, own] = await Promise.all(
        [standard, ours].map((of) => askAboutDebugging(api, debugged, { namespace: of.get(level) ?? '', name: 'web' })),
      );
      expect(differences(debugged, theirs ?? [], own ?? [])).to.deep.equal([]);
      expect(counts(theirs ?? []).denied).to.be.at.least(10);
    });

    for (const version of [...versions, ...oldVersions]) {
      it(`deny for Kubernetes ${version} in ${levels[level]} what ${level} of that version denies`, async () => {
        const theirs = await askAbout(api, judged, await createStandardNamespace(api, level, `v${version}`));
        const own = judged.map(({ object }): Verdict => {
          const reason = denyingPolicies(object, levels[level], version).join(', ');
          return { outcome: reason === '' ? 'admitted' : 'denied', reason };
        });
        const unexplained = judged.map((one, index) => (isExplained(one, level, version) ? undefined : index));
        const kept = unexplained.filter((index) => index !== undefined);
        const pick = <T>(list: readonly T[]): readonly T[] => kept.flatMap((index) => list[index] ?? []);
        expect(differences(pick(judged), pick(theirs), pick(own))).to.deep.equal([]);
      });
    }
  }
});

/** Every case about which the two disagree, with both reasons. What is invalid was not judged. */
function differences(
  compared: readonly PodCase[],
  theirs: readonly Verdict[],
  own: readonly Verdict[],
): readonly string[] {
  return compared.flatMap(({ name }, index) => {
    const [their, our] = [theirs[index], own[index]];
    if (their === undefined || our === undefined) return [`${name}: not judged`];
    if (their.outcome === 'invalid' || their.outcome === our.outcome) return [];
    return [`${name}: the standard ${their.outcome} (${their.reason}), Seaworthy ${our.outcome} (${our.reason})`];
  });
}

/** Whether a manifest gets another verdict than the Pod that the API server makes of it. */
function differsOffline({ object }: PodCase, verdict: Verdict | undefined, level: Level): boolean {
  return denyingPolicies(object, levels[level], '1.37').length > 0 !== (verdict?.outcome === 'denied');
}

function counts(verdicts: readonly Verdict[]): Readonly<Record<Verdict['outcome'], number>> {
  const found = { admitted: 0, denied: 0, invalid: 0 };
  for (const { outcome } of verdicts) found[outcome] += 1;
  return found;
}
