import { field } from '../src/policy/json.js';
import { labelled } from '../src/policy/labelled.js';
import type { LabelSet } from '../src/policy/labelled.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'require-labels',
    title: 'Objects must carry the labels that others look for',
    description:
      'Dashboards, bills, selectors and the person who is called at night go by labels. They are wanted on the object and, where it has ' +
      'one, on its pod template, for pods do not inherit the labels of their owner. An empty label counts as none. A pattern is a regular ' +
      'expression in the syntax of RE2 and has to match the whole value. In a cluster, kinds beyond workloads are judged where another ' +
      'policy has them looked at; on the command line all of them are.',
    category: 'governance',
    severity: 'low',
    remedy: 'Add the label to metadata.labels of the object and of its pod template.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  },
  target: labelled,
  settings: {
    labels: {
      type: 'array',
      items: {
        type: 'object',
        properties: { key: { type: 'string', minLength: 1 }, pattern: { type: 'string', format: 're2' } },
        required: ['key'],
        additionalProperties: false,
      },
      default: [{ key: 'app.kubernetes.io/name' }],
      description: 'The labels that are wanted, each with a pattern for its value where any value will not do.',
    },
    kinds: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
      default: [],
      description: 'Kinds that need the labels besides workloads, such as Service.',
    },
  },
  *check({ kind, isWorkload, sets }, { settings, matches }) {
    if (!isWorkload && !settings.kinds.includes(kind)) return;
    for (const set of sets) {
      for (const { key, pattern } of settings.labels) {
        const fault = faultOf(set, key, (value) => pattern === undefined || matches(pattern, value));
        if (fault !== undefined) yield { path: set.at(key), message: fault };
      }
    }
  },
});

function faultOf({ of, labels }: LabelSet, key: string, isGood: (value: string) => boolean): string | undefined {
  const value = field(labels, key) ?? '';
  if (value === '') return message((show) => `the ${of} has no label ${show(key)}`);
  if (typeof value === 'string' && isGood(value)) return undefined;
  return message(
    (show) => `the label ${show(key)} of the ${of} is ${show(value)}, which is not as the pattern wants it`,
  );
}
