import { matchesImage } from '../src/policy/image-pattern.js';
import { parseImage } from '../src/policy/image.js';
import { imagesOf } from '../src/policy/named-image.js';
import type { NamedImage } from '../src/policy/named-image.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Context, Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { complaintsAbout } from '../src/policy/scan-complaint.js';
import type { ScanComplaint } from '../src/policy/scan-complaint.js';
import { shownImage } from '../src/policy/shown-image.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** sha256: and four digits, which is enough to tell two images of one list apart. */
const SHORT_DIGEST = 11;

const outcome = { type: 'string', enum: ['allow', 'warn', 'deny'] } as const;
const limit = { type: 'integer', minimum: 0 } as const;
const settings = {
  maxAge: {
    type: 'string',
    format: 'duration',
    description: 'How old a scan may be before it is stale.',
    default: '168h',
  },
  maxSeverity: {
    type: 'string',
    enum: ['critical', 'high', 'medium', 'low'],
    description: 'The highest severity that is let through: medium refuses images with high or critical findings.',
    default: 'high',
  },
  counts: {
    type: 'object',
    properties: { critical: limit, high: limit, medium: limit, low: limit, unknown: limit },
    additionalProperties: false,
    description:
      'The most findings of one severity, as in {critical: 0, high: 10}; where given it goes before maxSeverity.',
    default: {},
  },
  ignoreUnfixed: {
    type: 'boolean',
    description: 'Counts only findings for which a fixed version exists.',
    default: true,
  },
  allow: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1 },
        until: { type: 'string', format: 'date' },
        reason: { type: 'string', minLength: 1 },
      },
      required: ['id', 'until', 'reason'],
      additionalProperties: false,
    },
    description:
      'Findings that somebody answers for, by their exact id, up to and including a day (UTC). A receipt names its worst twenty: ' +
      'a finding beyond those cannot be allowed by its id.',
    default: [],
  },
  scanners: {
    type: 'array',
    items: { type: 'string', minLength: 1 },
    description: 'The scanners whose records count, such as trivy and grype; empty means all.',
    default: [],
  },
  outcomes: {
    type: 'object',
    properties: {
      missing: { ...outcome, default: 'deny' },
      stale: { ...outcome, default: 'warn' },
      vulnerable: { ...outcome, default: 'deny' },
      untrusted: { ...outcome, default: 'deny' },
      unreachable: { ...outcome, default: 'deny' },
    },
    additionalProperties: false,
    description:
      "What each outcome does, never more than the mode of the policy. A stale scan warns: it must not stop a pod's move.",
    default: { missing: 'deny', stale: 'warn', vulnerable: 'deny', untrusted: 'deny', unreachable: 'deny' },
  },
  exemptImages: {
    type: 'array',
    items: { type: 'string', format: 'image-pattern' },
    description: 'Images that need no scan, such as registry.k8s.io/*; a * stands for anything.',
    default: [],
  },
} as const;

export default definePolicy({
  meta: {
    id: 'require-scanned-images',
    title: 'Images must have been scanned, lately and without grave findings',
    description:
      'An image that nobody scans carries known holes into production, and a clean one grows them with time. The policy reads what a ' +
      'scanner has left about the digest of the image; it never scans, and never trusts a tag, which may name another image tomorrow. ' +
      'Volumes of type image are judged alike. The image auto of a container istio-proxy that Istio’s injector fills in is ' +
      'judged in the Pod that comes of it.',
    category: 'images',
    severity: 'high',
    remedy: 'Name the image by digest, scan that digest, and hand the receipt of the scan to Seaworthy.',
    references: [
      'https://trivy.dev/',
      'https://github.com/anchore/grype',
      'https://kubernetes.io/docs/concepts/containers/images/',
    ],
  },
  target: workloads,
  needs: ['images'],
  settings,
  *check(workload, context) {
    const { outcomes, exemptImages } = context.settings;
    const before = imagesBefore(context);
    for (const named of imagesOf(workload, context)) {
      if (named.isFilledIn) continue;
      if (isExempt(named.image, exemptImages) || before.has(identityOf(named))) continue;
      for (const complaint of complaintsAbout(named.image ?? '', context.settings, context)) {
        const does = outcomes[complaint.outcome];
        if (does !== 'allow') yield toViolation(complaint, named, does === 'warn');
      }
    }
  },
});

function isExempt(reference: string | undefined, patterns: readonly string[]): boolean {
  const image = parseImage(reference);
  return image !== undefined && patterns.some((pattern) => matchesImage(pattern, image));
}

/** An update is judged for what it changes: an image that its owner had before was judged when it came, unless it was passed over. */
function imagesBefore({ previous, isManifest }: Context<unknown, Workload>): ReadonlySet<string> {
  const before = previous === undefined ? [] : [...imagesOf(previous, { isManifest })];
  return new Set(before.filter(({ isFilledIn }) => !isFilledIn).map(identityOf));
}

function identityOf({ owner, image = '' }: NamedImage): string {
  return JSON.stringify([owner, image]);
}

function toViolation(complaint: ScanComplaint, { who, path, image }: NamedImage, onlyWarns: boolean): Violation {
  const digest = parseImage(image)?.digest;
  const shown = image === undefined ? undefined : shownImage(image);
  const name = digest === undefined ? shown : shown?.replace(`@${digest}`, '');
  const short = digest === undefined ? '' : ` (${digest.slice(0, SHORT_DIGEST)}…)`;
  return {
    path,
    message: message((show) => `${who(show)}: image ${show(name)}${short} ${complaint.text}`),
    remedy: complaint.remedy,
    ...(image !== undefined && { subject: image }),
    ...((onlyWarns || complaint.isUnsourced === true) && { atMost: 'warn' }),
  };
}
