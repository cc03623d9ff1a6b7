import { expect } from 'chai';
import policy from '../../policies/require-scanned-images.js';
import type { Facts, ScanEvidence, ScanFinding, ScanRecord } from '../../src/policy/facts.js';
import type { JsonObject } from '../../src/policy/json.js';
import type { ScanSeverity } from '../../src/policy/scan.js';
import { container, cronJob, deployment, pod } from '../builders.js';
import { judge, testPolicy } from '../policy-tester.js';
import type { Case } from '../policy-tester.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 15);
const DIGEST = `sha256:${'31df'.repeat(16)}`;
const IMAGE = `registry.example.com/team/app:1.4@${DIGEST}`;
const NAMED = 'image "registry.example.com/team/app:1.4" (sha256:31df…)';
const AGAIN = `Looked in receipts (412). Scan it: trivy image -f json ${IMAGE} | seaworthy receipt --key KEY.pem.`;

function counts(some: Partial<ScanRecord['counts']> = {}): ScanRecord['counts'] {
  const none = { total: 0, fixable: 0 };
  return { critical: none, high: none, medium: none, low: none, unknown: none, ...some };
}

function record(fields: Partial<ScanRecord> = {}): ScanRecord {
  return { digest: DIGEST, scanner: { name: 'trivy' }, finishedAt: NOW - HOUR, counts: counts(), worst: [], ...fields };
}

function finding(id: string, severity: ScanSeverity, fixable = true, count = 1): ScanFinding {
  return { id, severity, fixable, count };
}

/** Everything that is known about the one image; the others have nothing. */
function known(evidence: Partial<ScanEvidence>): Pick<Facts, 'images'> {
  const none: ScanEvidence = { trusted: [], untrusted: [], lookedIn: ['receipts (412)'] };
  return { images: (reference) => ({ known: true, value: reference === IMAGE ? { ...none, ...evidence } : none }) };
}

const unpinned = 'is named without a digest, so no scan can be tied to it';
const proxy = container({ name: 'istio-proxy', image: 'auto' });
const gatewayPod: JsonObject = {
  ...pod({ containers: [proxy] }),
  metadata: { name: 'web', labels: { 'sidecar.istio.io/inject': 'true' } },
};
const gatewayDeployment = { ...deployment(), spec: { template: gatewayPod } };
const scanned = (...trusted: ScanRecord[]): Pick<Facts, 'images'> => known({ trusted });
const unknown: Pick<Facts, 'images'> = {
  images: () => ({ known: false, reason: 'receipts.jsonl cannot be read (EACCES)' }),
};
const app = container({ image: IMAGE });
const object = pod({ containers: [app] });
const keptVolume = { name: 'model', image: { reference: 'models/small:3' } };
const fixableCritical = record({ counts: counts({ critical: { total: 2, fixable: 2 } }) });
const says = (text: string): { path: string; message: string } => ({
  path: '/spec/containers/0/image',
  message: `container "app": ${NAMED} ${text}`,
});
const allow = (id: string, until: string): JsonObject => ({ allow: [{ id, until, reason: 'not reachable' }] });
const withNamed = record({
  counts: counts({ critical: { total: 3, fixable: 3 } }),
  worst: [finding('CVE-2026-1', 'critical', true, 2), finding('CVE-2026-2', 'critical')],
});

testPolicy(policy, {
  accepts: [
    { name: 'a fresh scan without findings', object, facts: scanned(record()) },
    { name: 'a scan of just the longest age', object, facts: scanned(record({ finishedAt: NOW - 168 * HOUR })) },
    { name: 'a scan from a clock five minutes ahead', object, facts: scanned(record({ finishedAt: NOW + HOUR / 12 })) },
    {
      name: 'high findings, which are let through unless said otherwise',
      object,
      facts: scanned(record({ counts: counts({ high: { total: 9, fixable: 9 } }) })),
    },
    {
      name: 'critical findings that nobody can mend yet',
      object,
      facts: scanned(record({ counts: counts({ critical: { total: 4, fixable: 0 } }) })),
    },
    {
      name: 'as many findings as the counts grant',
      object,
      settings: { counts: { critical: 2, unknown: 0 } },
      facts: scanned(fixableCritical),
    },
    {
      name: 'findings that somebody answers for, on the last day of that',
      object,
      settings: {
        allow: ['CVE-2026-1', 'CVE-2026-2'].map((id) => ({ id, until: '2026-01-15', reason: 'not reachable' })),
      },
      now: NOW + 24 * HOUR - 1,
      facts: scanned(withNamed),
    },
    {
      name: 'a bad scan that a newer one has overtaken',
      object,
      facts: scanned(record({ finishedAt: NOW - 1 }), fixableCritical),
    },
    {
      name: 'a trusted record beside untrusted ones',
      object,
      facts: known({ trusted: [record()], untrusted: ['no'] }),
    },
    { name: 'an exempt image', object, settings: { exemptImages: ['registry.example.com/team/*'] }, facts: scanned() },
    { name: 'outcomes that are allowed', object, settings: { outcomes: { missing: 'allow' } }, facts: scanned() },
    {
      name: 'an image that the container had before, whatever became of its scan',
      object,
      previous: pod({ containers: [container({ name: 'new' }), app], hostNetwork: false }),
      facts: scanned(fixableCritical),
    },
    {
      name: 'a volume of an image that has been scanned, and one whose image it had before',
      object: pod({ containers: [app], volumes: [{ name: 'a', image: { reference: IMAGE } }, keptVolume] }),
      previous: pod({ containers: [], volumes: [{ name: 'tmp', emptyDir: {} }, keptVolume] }),
      facts: scanned(record()),
    },
    {
      name: 'scans of images in every class of container',
      object: cronJob({
        containers: [app],
        initContainers: [container({ name: 'init', image: IMAGE })],
        ephemeralContainers: [],
      }),
      facts: scanned(record()),
    },
    { name: 'what Istio will put another image in the place of', object: gatewayDeployment, facts: scanned() },
    { name: 'the same in the manifest of a Pod', object: gatewayPod, facts: scanned(), isManifest: true },
  ],
  rejects: [
    ...[
      { name: 'what Istio has left in a Pod of a cluster', object: gatewayPod, at: '/spec' },
      {
        name: 'what Istio does not replace any more, as nobody has judged it before',
        object: deployment({ containers: [proxy] }),
        previous: gatewayDeployment,
        at: '/spec/template/spec',
      },
    ].map(({ at, ...one }) => {
      const message = `container "istio-proxy": image "auto" ${unpinned}`;
      return { ...one, facts: scanned(), violations: [{ path: `${at}/containers/0/image`, message }] };
    }),
    {
      name: 'an image without a record, in every class of container',
      object: deployment({
        containers: [app],
        initContainers: [
          container({ name: 'init', image: IMAGE }),
          container({ name: 'proxy', image: IMAGE, restartPolicy: 'Always' }),
        ],
        ephemeralContainers: [container({ name: 'debug', image: IMAGE })],
      }),
      facts: scanned(),
      violations: ['containers/0', 'initContainers/0', 'initContainers/1', 'ephemeralContainers/0'].map(
        (at, index) => ({
          path: `/spec/template/spec/${at}/image`,
          message: `container "${['app', 'init', 'proxy', 'debug'][index] ?? ''}": ${NAMED} has no scan record in receipts (412)`,
          subject: IMAGE,
          remedy: AGAIN,
        }),
      ),
    },
    {
      name: 'volumes of images without a record, one of which has taken the name of a container that had it',
      object: pod({
        containers: [],
        volumes: [
          { name: 'tmp', emptyDir: {} },
          ...['model', 'app'].map((name) => ({ name, image: { reference: IMAGE } })),
        ],
      }),
      previous: object,
      facts: scanned(),
      violations: ['model', 'app'].map((name, index) => ({
        path: `/spec/volumes/${index + 1}/image/reference`,
        message: `volume "${name}": ${NAMED} has no scan record in receipts (412)`,
        subject: IMAGE,
        remedy: AGAIN,
      })),
    },
    {
      name: 'an image named by tag alone',
      object: pod({ containers: [container({ image: 'x:1.4' })] }),
      facts: scanned(),
      violations: [
        {
          path: '/spec/containers/0/image',
          message: 'container "app": image "x:1.4" is named by tag alone, so no scan can be tied to it',
          remedy: 'Name the image by its digest (name:tag@sha256:…).',
        },
      ],
    },
    {
      name: 'an image named without tag and digest, and one that is no reference',
      object: pod({ containers: [container({ image: 'x' }), container({ name: 'b', image: 'X Y@z' })] }),
      facts: unknown,
      violations: [
        {
          path: '/spec/containers/0/image',
          message: 'container "app": image "x" is named without a digest, so no scan can be tied to it',
        },
        {
          path: '/spec/containers/1/image',
          message: 'container "b": image "X Y@z" is no valid reference, so no scan can be tied to it',
        },
      ],
    },
    {
      name: 'a container without an image',
      object: pod({ containers: [{ name: 'app' }] }),
      facts: scanned(),
      violations: [
        {
          path: '/spec/containers/0/image',
          message: 'container "app": image "nothing" is no valid reference, so no scan can be tied to it',
        },
      ],
    },
    {
      name: 'an unscanned image with a warning alone where nobody has set up a source',
      object,
      violations: [{ ...says('has no scan record: no source is set up'), atMost: 'warn' }],
    },
    {
      name: 'a stale scan with a warning alone',
      object,
      facts: scanned(record({ finishedAt: NOW - 168 * HOUR - 1 })),
      violations: [{ ...says('has no scan since 2026-01-07 (maxAge 168h)'), atMost: 'warn', remedy: AGAIN }],
    },
    {
      name: 'fixable critical findings, with the worst of them in the remedy',
      object,
      facts: scanned(withNamed),
      violations: [
        {
          ...says('has fixable findings: 3 critical'),
          remedy: 'Rebuild it on mended packages (trivy, 2026-01-14). The worst: CVE-2026-1, CVE-2026-2.',
        },
      ],
    },
    {
      name: 'unfixed findings where they count, and each severity above the bar',
      object,
      settings: { ignoreUnfixed: false, maxSeverity: 'medium', counts: { high: 1 } },
      facts: scanned(
        record({ counts: counts({ critical: { total: 1, fixable: 0 }, high: { total: 3, fixable: 1 } }) }),
      ),
      violations: [says('has findings: 1 critical, 3 high (limit 1)')],
    },
    {
      name: 'findings of unknown severity where the counts name them',
      object,
      settings: { counts: { unknown: 0 } },
      facts: scanned(record({ counts: counts({ unknown: { total: 1, fixable: 1 } }) })),
      violations: [says('has fixable findings: 1 unknown')],
    },
    {
      name: 'a finding whose allowance has ended, and says so',
      object,
      settings: allow('CVE-2026-1', '2026-01-14'),
      facts: scanned(withNamed),
      violations: [
        {
          ...says('has fixable findings: 3 critical'),
          remedy:
            'Rebuild it on mended packages (trivy, 2026-01-14). The worst: CVE-2026-1, CVE-2026-2. ' +
            'The allowance for CVE-2026-1 ended on 2026-01-14.',
        },
      ],
    },
    {
      name: 'what an allowance leaves over, by the exact id and among the findings that the record names',
      object,
      settings: allow('CVE-2026-1', '2026-12-31'),
      facts: scanned(withNamed),
      violations: [says('has fixable findings: 1 critical')],
    },
    {
      name: 'the worse of two records of the same time',
      object,
      facts: scanned(record({ finishedAt: NOW }), { ...fixableCritical, finishedAt: NOW }, record({ finishedAt: NOW })),
      violations: [says('has fixable findings: 2 critical')],
    },
    {
      name: 'a record that is both bad and stale, for both',
      object,
      settings: { maxAge: '30m' },
      facts: scanned(fixableCritical),
      violations: [
        says('has fixable findings: 2 critical'),
        { ...says('has no scan since 2026-01-14 (maxAge 30m)'), atMost: 'warn' },
      ],
    },
    {
      name: 'a scan from further in the future than clocks differ',
      object,
      facts: scanned(record({ finishedAt: NOW + HOUR / 12 + 1 })),
      violations: [
        {
          ...says('has no scan record that is trusted'),
          remedy: `Put aside: its scan is dated 2026-01-15T00:05:00.001Z, which is in the future. ${AGAIN}`,
        },
      ],
    },
    {
      name: 'a record of a scanner that does not count',
      object,
      settings: { scanners: ['grype'] },
      facts: scanned(record()),
      violations: [
        {
          ...says('has no scan record that is trusted'),
          remedy: `Put aside: scanner trivy is not among grype. ${AGAIN}`,
        },
      ],
    },
    {
      name: 'a record that nobody vouches for, as weakly as the outcome says',
      object,
      settings: { outcomes: { untrusted: 'warn' } },
      facts: known({ untrusted: ['its signature is of none of the configured keys'] }),
      violations: [
        {
          ...says('has no scan record that is trusted'),
          remedy: `Put aside: its signature is of none of the configured keys. ${AGAIN}`,
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'an unreachable source, which is never called missing',
      object,
      facts: unknown,
      violations: [
        {
          path: '/spec/containers/0/image',
          // The name of the image makes room for the reason.
          message:
            'container "app": image "registry.example.com/te…" (sha256:31df…) has no verdict: receipts.jsonl cannot be read (EACCES)',
          remedy:
            'A source of scans could not be read, which is no verdict on the image: receipts.jsonl cannot be read (EACCES).',
        },
      ],
    },
    {
      name: 'an image that came with the update, and not the one that stayed',
      object: pod({ containers: [app, container({ name: 'b', image: IMAGE })] }),
      previous: pod({ containers: [app], initContainers: [container({ name: 'b', image: IMAGE })] }),
      facts: scanned(),
      violations: [
        { path: '/spec/containers/1/image', message: `container "b": ${NAMED} has no scan record in receipts (412)` },
      ],
    },
  ],
});

describe('the outcomes of require-scanned-images', () => {
  const cases: Readonly<Record<string, Pick<Facts, 'images'>>> = {
    missing: scanned(),
    stale: scanned(record({ finishedAt: 0 })),
    vulnerable: scanned(fixableCritical),
    untrusted: known({ untrusted: ['no'] }),
    unreachable: unknown,
  };
  for (const [outcome, facts] of Object.entries(cases)) {
    it(`takes ${outcome} as allowed, warned and denied, each by its own setting`, () => {
      const others = Object.fromEntries(Object.keys(cases).map((name) => [name, 'allow']));
      const found = (does: string): readonly (string | undefined)[] => {
        const one: Case = { name: outcome, object, facts, settings: { outcomes: { ...others, [outcome]: does } } };
        return judge(policy, one).map(({ atMost }) => atMost);
      };
      expect(found('allow')).to.deep.equal([]);
      expect(found('warn')).to.deep.equal(['warn']);
      expect(found('deny')).to.deep.equal([undefined]);
    });
  }

  it('names the first of several sources in the message, and all in the remedy', () => {
    const [violation] = judge(policy, {
      name: 'two sources',
      object,
      facts: known({ lookedIn: ['receipts (412)', 'registry.example.com'] }),
    });
    expect(violation?.message).to.match(/has no scan record in receipts \(412\) and 1 more$/);
    expect(violation?.remedy).to.include('Looked in receipts (412), registry.example.com.');
  });

  it('keeps the message short whatever the names', () => {
    const long = `registry.example.com/${'team/'.repeat(40)}app:1.4@${DIGEST}`;
    const [violation] = judge(policy, {
      name: 'long names',
      object: pod({ containers: [container({ name: 'n'.repeat(63), image: long })] }),
      facts: scanned(),
    });
    expect(violation?.message)
      .to.have.length.at.most(120)
      .and.to.match(/\(sha256:31df…\) has no scan record in receipts \(412\)$/);
  });
});
