import policy from '../../policies/restrict-service-account-token.js';
import { cronJob, everyClass, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const no = { automountServiceAccountToken: false };
const given = (value: string): string =>
  `the pod is given a token for the API server: automountServiceAccountToken is ${value}`;

testPolicy(policy, {
  accepts: [
    { name: 'a pod that says no, with every class of container', object: pod({ ...no, ...everyClass() }) },
    {
      name: 'a token that is mounted by hand',
      object: cronJob({
        ...no,
        volumes: [
          { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'vault' } }] } },
        ],
      }),
    },
  ],
  rejects: [
    {
      name: 'a pod that says nothing',
      object: cronJob({ serviceAccountName: 'web' }),
      violations: [
        { path: '/spec/jobTemplate/spec/template/spec/automountServiceAccountToken', message: given('not set') },
      ],
      mended: cronJob({ serviceAccountName: 'web', ...no }),
    },
    {
      name: 'a pod that asks for it',
      object: pod({ automountServiceAccountToken: true }),
      violations: [{ path: '/spec/automountServiceAccountToken', message: given('true') }],
      mended: pod(no),
    },
    {
      name: 'a word in the place of false',
      object: pod({ automountServiceAccountToken: 'false' }),
      violations: [{ path: '/spec/automountServiceAccountToken', message: given('"false"') }],
      mended: pod(no),
    },
  ],
});
