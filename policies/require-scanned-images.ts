import { isAmongImages } from '../src/policy/image-pattern.js';
import { newImagesOf } from '../src/policy/named-image.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { complaintsAbout } from '../src/policy/scan-complaint.js';
import { scanDemands } from '../src/policy/scan-demand.js';
import { shortImage } from '../src/policy/shown-image.js';
import { workloads } from '../src/policy/workload.js';

const choice = { type: 'string', enum: ['allow', 'warn', 'deny'] } as const;

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
  settings: {
    ...scanDemands,
    outcomes: {
      type: 'object',
      properties: {
        missing: { ...choice, default: 'deny' },
        stale: { ...choice, default: 'warn' },
        vulnerable: { ...choice, default: 'deny' },
        untrusted: { ...choice, default: 'deny' },
        unreachable: { ...choice, default: 'deny' },
      },
      additionalProperties: false,
      description:
        "What each outcome does, never more than the mode of the policy. A stale scan warns: it must not stop a pod's move.",
      default: { missing: 'deny', stale: 'warn', vulnerable: 'deny', untrusted: 'deny', unreachable: 'deny' },
    },
    exemptImages: {
      type: 'array',
      items: { type: 'string', format: 'image-pattern' },
      description: 'Images that need no scan, such as `registry.k8s.io/*`; a `*` stands for anything.',
      default: [],
    },
  },
  *check(workload, context) {
    const { outcomes, exemptImages } = context.settings;
    for (const { who, path, image } of newImagesOf(workload, context)) {
      if (isAmongImages(image, exemptImages)) continue;
      for (const { outcome, text, remedy, isUnsourced } of complaintsAbout(image ?? '', context.settings, context)) {
        const does = outcomes[outcome];
        if (does === 'allow') continue;
        yield {
          path,
          message: message((show) => `${who(show)}: image ${shortImage(image, show)} ${text}`),
          remedy,
          ...(image !== undefined && { subject: image }),
          ...((does === 'warn' || isUnsourced === true) && { atMost: 'warn' }),
        };
      }
    }
  },
});
