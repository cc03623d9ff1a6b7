import { apiObjects } from '../src/policy/api-object.js';
import { definePolicy } from '../src/policy/policy.js';

export default definePolicy({
  meta: {
    id: 'require-valid-schema',
    title: 'Objects must be of the shape that the API server accepts',
    description:
      'A misspelt field is dropped, and what it was to do is not done: a limit that never was, a probe that never runs. A wrong ' +
      'type fails the deployment, late and one field at a time. Here every unknown field, wrong type and missing required field ' +
      'is named at once, for the release of Kubernetes that is judged for (of 1.34 to the newest, the nearest), and for custom ' +
      'resources whose CustomResourceDefinition is among the inputs.',
    details: [
      'Judged on the command line alone: the API server holds what reaches it to its schemas itself.',
      'Values are not checked, numbers in quotes where a number or a name may stand excepted: which words, patterns, bounds and ' +
        'combinations of fields are allowed is left to the API server.',
      'A kind that no schema is known of is noted, and refused with --strict-schemas.',
    ],
    category: 'governance',
    severity: 'high',
    remedy: 'Write the field as the API server knows it: kubectl explain shows the fields of each kind.',
    references: [
      'https://kubernetes.io/docs/reference/kubernetes-api/',
      'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
      'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema',
    ],
  },
  target: apiObjects,
  offline: true,
  needs: ['schema'],
  settings: {},
  *check(_object, { facts }) {
    if (facts.schema.known) yield* facts.schema.value;
  },
});
