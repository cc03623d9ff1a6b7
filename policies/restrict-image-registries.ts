import { isUnder } from '../src/policy/image-prefix.js';
import { parseImage } from '../src/policy/image.js';
import { imagesOf } from '../src/policy/named-image.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { shownImage } from '../src/policy/shown-image.js';
import { workloads } from '../src/policy/workload.js';

const prefixes = { type: 'array', items: { type: 'string', format: 'image-prefix' }, uniqueItems: true } as const;

export default definePolicy({
  meta: {
    id: 'restrict-image-registries',
    title: 'Images must come from registries that are trusted',
    description:
      'An image from anywhere is code from anybody, and a typing error in its name is enough to run it. The policy says nothing until ' +
      'its settings name prefixes. They end at a slash: registry.example.com has nothing to do with registry.example.com.evil.com, nor ' +
      'team with team-b. A prefix without a host is one of docker.io. What is no image reference is refused as soon as anything is named. ' +
      'The image auto of a container istio-proxy that Istio’s injector fills in is judged in the Pod that comes of it.',
    category: 'images',
    severity: 'high',
    remedy: 'Copy the image to a registry that is allowed, and name it from there.',
    references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  },
  target: workloads,
  settings: {
    allow: {
      ...prefixes,
      default: [],
      description: 'The only places that images may come from, such as registry.example.com/team/; empty means any.',
    },
    deny: {
      ...prefixes,
      default: [],
      description: 'Places that images may not come from, also where they are allowed.',
    },
  },
  *check(workload, { settings: { allow, deny }, isManifest }) {
    if (allow.length === 0 && deny.length === 0) return;
    for (const { who, path, image, isFilledIn } of imagesOf(workload, { isManifest })) {
      // A missing image is another policy's affair.
      if (image === undefined || isFilledIn) continue;
      const fault = faultOf(image, allow, deny);
      if (fault === undefined) continue;
      yield {
        path,
        message: message((show) => `${who(show)}: image ${show(shownImage(image))} ${fault}`),
        subject: image,
      };
    }
  },
});

function faultOf(image: string, allow: readonly string[], deny: readonly string[]): string | undefined {
  const reference = parseImage(image);
  if (reference === undefined) return 'is no image reference';
  if (deny.some((prefix) => isUnder(prefix, reference))) return 'is from a registry that is denied';
  const isAllowed = allow.length === 0 || allow.some((prefix) => isUnder(prefix, reference));
  return isAllowed ? undefined : 'is from no registry that is allowed';
}
