import { policies } from '../../../policies/index.js';
import { auditCluster } from '../../audit/audit.js';
import { auditedResources } from '../../audit/resources.js';
import { createSharing } from '../../audit/share.js';
import type { Cluster } from '../../cluster/connect.js';
import { isClusterError } from '../../cluster/error.js';
import { list } from '../../cluster/list.js';
import { readObject, resourcePath } from '../../cluster/object.js';
import type { ResourceName } from '../../cluster/object.js';
import { readVersion } from '../../cluster/version.js';
import { rulesOf } from '../../config/configuration.js';
import type { Configuration } from '../../config/configuration.js';
import { createInspect } from '../../engine/inspect.js';
import type { Rules } from '../../engine/rules.js';
import type { JsonObject } from '../../policy/json.js';
import { newestKubernetes } from '../../policy/version.js';
import type { KubernetesVersion } from '../../policy/version.js';
import { describe } from '../../report/judged.js';
import type { Judged, ReportedFinding } from '../../report/judged.js';
import type { ReadError } from '../../report/report.js';
import { withoutBlind } from '../blind.js';
import type { Evidence } from '../evidence.js';
import { addFailure } from './failure-list.js';
import type { Places } from './places.js';
import type { Progress } from './progress.js';
import { readRelated } from './related.js';

/** The rules for a cluster: its own version, and the policies that are in force somewhere in it. */
export async function rulesForCluster(
  cluster: Cluster,
  configuration: Configuration,
  { images }: Evidence,
  places: Places,
): Promise<Rules> {
  const profiles = [...places.profiles].flatMap((name) => configuration.profiles.get(name) ?? []);
  // Of a policy that no profile in use contains nobody needs to know that it could not be judged.
  const inForce = policies.filter(({ meta }) => profiles.some((profile) => profile.policies.has(meta.id)));
  const version = configuration.kubernetesVersion === 'auto' ? await versionOf(cluster) : newestKubernetes;
  return withoutBlind(rulesOf(configuration, { policies: inForce, version, images }), configuration.sources);
}

/** Most clusters tell their version to everybody; for one that does not, it is the newest known. */
async function versionOf(cluster: Cluster): Promise<KubernetesVersion> {
  try {
    return await readVersion(cluster);
  } catch (error) {
    if (isClusterError(error, 'forbidden')) return newestKubernetes;
    throw error;
  }
}

interface Court {
  readonly rules: Rules;
  readonly places: Places;
  /** The time of the audit, in milliseconds since 1970. */
  readonly now: number;
  readonly progress: Progress;
  /** Takes what could not be read. */
  readonly errors: ReadError[];
}

/** Judges a cluster object by object, in the form that reports are made from. */
export async function* judgeCluster(
  cluster: Cluster,
  { rules, places, now, progress, errors }: Court,
): AsyncGenerator<Judged> {
  const share = createSharing<ReportedFinding>();
  const inventory = await readRelated(cluster, { rules, places, progress, errors });
  const audited = auditCluster(
    ({ group, version, kind, plural }, namespace) => {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      return kind === 'Namespace' && namespace !== undefined
        ? one(cluster, { apiVersion, plural, name: namespace })
        : list(cluster, { path: resourcePath({ apiVersion, plural, namespace }) });
    },
    {
      inspect: createInspect({ ...rules, inventory }),
      resources: auditedResources(rules.policies),
      now,
      optInOf: places.optInOf,
      namespaces: places.namespaces,
      onProgress: progress.show,
      onFailure: (resource, error) => {
        if (!isClusterError(error)) throw error;
        // A kind that this cluster does not serve has no objects.
        if (error.code === 'not-found') return true;
        addFailure(errors, resource, error.message);
        // What is forbidden for one kind may be allowed for the next; a cluster that does not answer will not answer then either.
        return error.code === 'forbidden';
      },
    },
  );
  for await (const { object, inspection } of audited) {
    const { object: name, findings } = describe(object, inspection.findings);
    yield { object: name, findings: findings.map(share) };
  }
}

/** One object as a listing, so that whoever may read a Namespace by its name need not be allowed to list them all. */
async function* one(cluster: Cluster, name: ResourceName): AsyncGenerator<JsonObject> {
  const found = await readObject(cluster, name);
  if (found !== undefined) yield found;
}
