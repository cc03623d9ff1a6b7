import { definePolicy } from '../src/policy/policy.js';
import { field } from '../src/policy/json.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-priority-class',
    title: 'Pods must say how important they are',
    description:
      'Where a cluster has no room, pods of a lower priority make way for those of a higher one; on a node that runs short of memory ' +
      'those go first that use more than they requested, and of these the ones with the lowest priority. Where nobody names a class ' +
      'all are alike, and the shop goes before the nightly report as often as not. A number in spec.priority does not count: the API server ' +
      'derives it from the class.',
    category: 'availability',
    severity: 'low',
    remedy: 'Set priorityClassName to a PriorityClass of the cluster.',
    references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
  },
  target: workloads,
  settings: {
    allow: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
      default: [],
      description: 'The names of the classes that may be used; empty means any.',
    },
  },
  *check(workload, { settings: { allow } }) {
    const path = workload.at('priorityClassName');
    const name = field(workload.spec, 'priorityClassName') ?? '';
    if (name === '') yield { path, message: 'the pod has no priority class' };
    else if (typeof name !== 'string' || (allow.length > 0 && !allow.includes(name))) {
      yield {
        path,
        message: message((show) => `the priority class ${show(name)} is none of those that are allowed`),
        remedy: 'Set priorityClassName to a class that the settings allow.',
      };
    }
  },
});
