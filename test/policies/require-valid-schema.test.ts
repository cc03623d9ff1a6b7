import policy from '../../policies/require-valid-schema.js';
import type { Facts, SchemaProblem } from '../../src/policy/facts.js';
import { deployment } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

// Which problems an object has is for test/facts/schema, and test/e2e/schemas.e2e.ts asks the API server.
const known = (...value: SchemaProblem[]): Pick<Facts, 'schema'> => ({ schema: { known: true, value } });
const unknown: Pick<Facts, 'schema'> = { schema: { known: false, reason: 'nobody was asked' } };

const problems: readonly SchemaProblem[] = [
  { path: '/spec/replica', message: 'unknown field "replica"; did you mean "replicas"?' },
  { path: '/spec/minReadySeconds', message: 'minReadySeconds is the text "5", a whole number is wanted' },
];

testPolicy(policy, {
  accepts: [
    { name: 'an object that its schema has nothing against', object: deployment(), facts: known() },
    { name: 'an object of which no schema is known', object: deployment({}, { replica: 3 }), facts: unknown },
  ],
  rejects: [
    {
      name: 'everything that its schema has against an object',
      object: deployment({}, { replica: 3, minReadySeconds: '5' }),
      facts: known(...problems),
      violations: problems,
    },
  ],
});
