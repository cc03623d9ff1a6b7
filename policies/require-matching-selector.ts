import { dig, field, isObject, objectAt } from '../src/policy/json.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { isMet, plainRequirementsOf, requirementsOf } from '../src/policy/selector.js';
import type { Requirement } from '../src/policy/selector.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** Kinds whose selector is a label selector, which has to be there and to ask for something. */
const SELECTING: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

/** Kinds whose selector is a plain map; the API server takes the labels of the template where it is empty. */
const PLAIN: ReadonlySet<string> = new Set(['DeploymentConfig', 'ReplicationController']);

/** API versions before apps/v1beta2 take the labels of the template where there is no selector. */
const FILLED_IN: ReadonlySet<unknown> = new Set(['extensions/v1beta1', 'apps/v1beta1']);

export default definePolicy({
  meta: {
    id: 'require-matching-selector',
    title: 'Selectors must match the labels of their own template',
    description:
      'A controller that does not select the pods it makes would make them for ever, so the API server refuses it when it is applied. ' +
      'Before that, this says which label is missing. A Job is judged only where it brings a selector of its own (manualSelector), and ' +
      'custom resources are left to those who made them.',
    category: 'availability',
    severity: 'high',
    remedy: 'Give the pod template the labels that spec.selector asks for.',
    references: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    const { kind, object } = workload;
    const selector = dig(object, 'spec', 'selector');
    const isManual = kind === 'Job' && dig(object, 'spec', 'manualSelector') === true;
    if (PLAIN.has(kind)) yield* unmet(workload, selector === undefined ? [] : plainRequirementsOf(selector));
    else if (SELECTING.has(kind) || isManual) {
      if (selector === undefined && FILLED_IN.has(field(object, 'apiVersion'))) return;
      const requirements = requirementsOf(selector);
      if (requirements?.length === 0)
        yield { path: '/spec/selector', message: 'the selector asks for no label at all', remedy: toSelect(workload) };
      else yield* unmet(workload, requirements);
    }
  },
});

function* unmet(workload: Workload, requirements: readonly Requirement[] | undefined): Iterable<Violation> {
  const path = '/spec/selector';
  const selector = dig(workload.object, 'spec', 'selector');
  if (requirements === undefined) {
    if (selector === undefined) yield { path, message: 'there is no selector', remedy: toSelect(workload) };
    else yield { path, message: 'the selector is none that the API server accepts', remedy: toWrite(workload) };
    return;
  }
  const labels = objectAt(workload.podMetadata, 'labels');
  for (const requirement of requirements) {
    if (isMet(requirement, labels)) continue;
    const { key, operator, at } = requirement;
    const actual = isObject(labels) ? field(labels, key) : undefined;
    const found = (show: Show): string => (actual === undefined ? 'has no such label' : `has ${show(actual)}`);
    yield {
      path: pointer(path, ...at),
      message: message(
        (show) => `the selector wants the label ${demand(requirement, show)}, and the template ${found(show)}`,
      ),
      ...(operator === 'NotIn' || operator === 'DoesNotExist' ? { remedy: TO_LEAVE } : {}),
    };
  }
}

const TO_LEAVE = 'Take the label out of the pod template, or the demand out of spec.selector.';

/** What to do where nothing is selected. A Job needs no selector of its own. */
function toSelect({ kind, podMetadata }: Workload): string {
  if (kind === 'Job') return 'Take spec.manualSelector away: the Job is then given a selector of its own.';
  const hasLabels = Object.keys(objectAt(podMetadata, 'labels') ?? {}).length > 0;
  return hasLabels
    ? 'Set spec.selector.matchLabels to labels that the pod template has.'
    : 'Give the pod template labels, and set spec.selector.matchLabels to them.';
}

/** What to do about a selector that cannot be read. */
function toWrite({ kind }: Workload): string {
  if (PLAIN.has(kind)) return 'Write spec.selector as a plain map of labels, or leave it out.';
  return 'Write matchLabels whose values are text, and matchExpressions with In or NotIn and values, or Exists or DoesNotExist and none.';
}

function demand({ key, operator, values }: Requirement, show: Show): string {
  const [first] = values;
  if (operator === 'Exists') return show(key);
  if (operator === 'DoesNotExist') return `${show(key)} to be absent`;
  const not = operator === 'NotIn' ? 'not ' : '';
  return `${show(key)} ${not}to be ${values.length > 1 ? 'one of several' : show(first)}`;
}
