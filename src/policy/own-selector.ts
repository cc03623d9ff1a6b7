import type { Fault } from './fault.js';
import { dig, field, objectAt } from './json.js';
import type { Json } from './json.js';
import { plainRequirementsOf, requirementsOf } from './selector.js';
import type { Requirement } from './selector.js';
import type { Workload } from './workload.js';

/** Kinds whose selector is a label selector, which has to be there and to ask for something. */
const SELECTING: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

/** Kinds whose selector is a plain map; the API server takes the labels of the template where it is empty. */
const PLAIN: ReadonlySet<string> = new Set(['DeploymentConfig', 'ReplicationController']);

/** API versions before apps/v1beta2 take the labels of the template where there is no selector. */
const FILLED_IN: ReadonlySet<unknown> = new Set(['extensions/v1beta1', 'apps/v1beta1']);

/**
 * What a controller asks of the labels of the pods that it makes, or why it can know none by them. Nothing where it does not select
 * them by itself, or is given the labels of its template by the API server.
 */
export function ownSelectorOf(workload: Workload): readonly Requirement[] | Fault {
  const { kind, object } = workload;
  const selector = dig(object, 'spec', 'selector');
  if (PLAIN.has(kind)) return selector === undefined ? NOTHING : plainSelector(selector);
  if (!SELECTING.has(kind) && !isManual(workload)) return NOTHING;
  if (selector !== undefined) return labelSelector(selector, workload);
  return FILLED_IN.has(field(object, 'apiVersion')) ? NOTHING : fault('there is no selector', toSelect(workload));
}

const NOTHING: readonly Requirement[] = [];

function isManual({ kind, object }: Workload): boolean {
  return kind === 'Job' && dig(object, 'spec', 'manualSelector') === true;
}

function plainSelector(selector: Json): readonly Requirement[] | Fault {
  return plainRequirementsOf(selector) ?? fault(UNREADABLE, TO_WRITE_PLAINLY);
}

function labelSelector(selector: Json, workload: Workload): readonly Requirement[] | Fault {
  const requirements = requirementsOf(selector);
  if (requirements === undefined) return fault(UNREADABLE, TO_WRITE);
  return requirements.length > 0 ? requirements : fault('the selector asks for no label at all', toSelect(workload));
}

function fault(text: string, remedy: string): Fault {
  return { path: '/spec/selector', words: () => text, remedy };
}

const UNREADABLE = 'the selector is none that the API server accepts';
const TO_WRITE_PLAINLY = 'Write spec.selector as a plain map of labels, or leave it out.';
const TO_WRITE =
  'Write matchLabels whose values are text, and matchExpressions with In or NotIn and values, or Exists or DoesNotExist and none.';

/** What to do where nothing is selected. A Job needs no selector of its own. */
function toSelect({ kind, podMetadata }: Workload): string {
  if (kind === 'Job') return 'Take spec.manualSelector away: the Job is then given a selector of its own.';
  const hasLabels = Object.keys(objectAt(podMetadata, 'labels') ?? {}).length > 0;
  return hasLabels
    ? 'Set spec.selector.matchLabels to labels that the pod template has.'
    : 'Give the pod template labels, and set spec.selector.matchLabels to them.';
}
