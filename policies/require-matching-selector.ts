import { field, objectAt } from '../src/policy/json.js';
import { ownSelectorOf } from '../src/policy/own-selector.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { demandOf, isMet } from '../src/policy/selector.js';
import { workloads } from '../src/policy/workload.js';

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
    const asked = ownSelectorOf(workload);
    if ('words' in asked) {
      const { words, ...fault } = asked;
      yield { ...fault, message: message(words) };
      return;
    }
    const labels = objectAt(workload.podMetadata, 'labels');
    for (const requirement of asked) {
      if (isMet(requirement, labels)) continue;
      const { key, operator, at } = requirement;
      const actual = field(labels, key);
      const found = (show: Show): string => (actual === undefined ? 'has no such label' : `has ${show(actual)}`);
      yield {
        path: pointer('/spec/selector', ...at),
        message: message(
          (show) => `the selector wants the label ${demandOf(requirement, show)}, and the template ${found(show)}`,
        ),
        ...(operator === 'NotIn' || operator === 'DoesNotExist' ? { remedy: TO_LEAVE } : {}),
      };
    }
  },
});

const TO_LEAVE = 'Take the label out of the pod template, or the demand out of spec.selector.';
