import { fateOf } from '../src/policy/api-fate.js';
import { apiObjects } from '../src/policy/api-object.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { parseVersion } from '../src/policy/version.js';

export default definePolicy({
  meta: {
    id: 'disallow-removed-apis',
    title: 'Objects must be written in a version of the API that is served',
    description:
      'A manifest in a removed version is refused on the day of the upgrade, or of the next deployment after it, which may be a ' +
      'rollback in a hurry. What is deprecated only warns. In a cluster the version is that which kubectl apply wrote down and in ' +
      'which each field manager wrote last. Judged on the command line and by the audit: at admission the API server has converted it.',
    category: 'governance',
    severity: 'high',
    remedy: 'Write the object in the version that took the place of this one.',
    references: [
      'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
      'https://kubernetes.io/docs/reference/using-api/deprecation-policy/',
    ],
  },
  target: apiObjects,
  offline: true,
  settings: {
    kubernetesVersion: {
      type: 'string',
      format: 'kubernetes-version',
      default: 'auto',
      description:
        'The release to be ready for, such as the one that the next upgrade brings; auto is the one that all policies judge for.',
    },
  },
  *check({ kind, writings }, { settings, kubernetesVersion }) {
    const version = parseVersion(settings.kubernetesVersion) ?? kubernetesVersion;
    for (const { apiVersion, path, writer } of writings) {
      const fate = fateOf(apiVersion, kind, version);
      if (fate === undefined) continue;
      const { isRemoved, remedy, words } = fate;
      yield {
        path,
        message: message((show) =>
          writer === undefined
            ? `${nameOf(apiVersion, kind)} ${words}`
            : `manager ${show(writer)} writes ${apiVersion}, which ${words}`,
        ),
        subject: apiVersion,
        ...(remedy !== undefined && { remedy }),
        ...(!isRemoved && { atMost: 'warn' as const }),
      };
    }
  },
});

/** So many characters leave room in a message for the rest of it, whatever is to be used instead. */
const LONGEST_NAME = 40;

/** As the API server warns: v1 Endpoints. Of a long apiVersion the kind is left out, for the object is named anyway. */
function nameOf(apiVersion: string, kind: string): string {
  const name = `${apiVersion} ${kind}`;
  return name.length > LONGEST_NAME ? apiVersion : name;
}
