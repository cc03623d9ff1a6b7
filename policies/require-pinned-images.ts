import { misfitsOf } from '../src/policy/container.js';
import { NO_REFERENCE, pinFaultOf } from '../src/policy/image-pin.js';
import { slipOf } from '../src/policy/image-slip.js';
import { imagesOf } from '../src/policy/named-image.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { shownImage } from '../src/policy/shown-image.js';
import { workloads } from '../src/policy/workload.js';

/** The remedy where a digest is demanded: a version alone would be refused again. */
const PIN = 'Pin the image by its digest: name:tag@sha256:….';

/** The remedy for what no runtime could pull, such as the ko://… of a manifest that has not been built. */
const WRITE = 'Write the image as name:version, without a scheme; where a tool fills it in, check what it has made.';

export default definePolicy({
  meta: {
    id: 'require-pinned-images',
    title: 'Images must be named by a version, not by latest',
    description:
      'An image without a tag, or with the tag latest, changes under a running workload: two replicas run different code, and a ' +
      'rollback rolls nothing back. A digest pins whatever tag stands before it.',
    details: [
      'Volumes of type image are judged alike.',
      'What stands where a pod spec or a container belongs and is none has no image that could be judged, and is a violation ' +
        'too.',
      'The image auto of a container istio-proxy of a pod template, or of a Pod that is still a file, is passed over where ' +
        'Istio’s injector puts its own in the place of it: the annotation inject.istio.io/templates names gateway, or ' +
        'sidecar.istio.io/inject is "true" as a label or an annotation.',
    ],
    category: 'images',
    severity: 'high',
    remedy: 'Name a version as the tag of the image, or pin it by digest.',
    references: [
      'https://kubernetes.io/docs/concepts/containers/images/',
      'https://kubernetes.io/docs/concepts/configuration/overview/',
    ],
  },
  target: workloads,
  settings: {
    digest: { type: 'boolean', default: false, description: 'Demand a digest, with or without a tag.' },
  },
  *check(workload, { settings, isManifest }) {
    const remedy = settings.digest ? { remedy: PIN } : {};
    if (workload.misfit !== undefined) {
      const { path, text } = workload.misfit;
      yield { path, message: text, remedy: 'Write the pod spec, an object with a list of containers.' };
    }
    for (const { path, text } of misfitsOf(workload.spec, workload.at())) {
      yield { path, message: text, remedy: 'Write a list of containers, each an object with a name and an image.' };
    }
    for (const { who, path, image, isFilledIn } of imagesOf(workload, { isManifest })) {
      if (isFilledIn) continue;
      const fault = pinFaultOf(image, settings.digest);
      if (fault === undefined) continue;
      if (image === undefined) yield { path, message: message((show) => `${who(show)} has no image`), ...remedy };
      else {
        const slip =
          fault === NO_REFERENCE ? (slipOf(image) ?? { fault, remedy: WRITE, ...remedy }) : { fault, ...remedy };
        const { fault: what, ...own } = slip;
        const text = message((show) => `${who(show)}: image ${show(shownImage(image))} ${what}`);
        yield { path, message: text, ...own };
      }
    }
  },
});
