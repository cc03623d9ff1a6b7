import policy from '../../policies/require-labels.js';
import type { JsonObject } from '../../src/policy/json.js';
import { cronJob, deployment, pod, podTemplate } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const name = 'app.kubernetes.io/name';
const at = '/metadata/labels/app.kubernetes.io~1name';
const missing = (of: string, key = name): string => `the ${of} has no label "${key}"`;
const wrong = (key: string, value: string, of = 'object'): string =>
  `the label "${key}" of the ${of} is "${value}", which is not as the pattern wants it`;

/** A Deployment with these labels of its own; those of its template say app: web. */
const labelled = (labels: JsonObject | null): JsonObject => ({ ...deployment(), metadata: { name: 'web', labels } });
const service: JsonObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } };
const team = { labels: [{ key: 'app', pattern: 'web|api(-[a-z]+)?' }] };

testPolicy(policy, {
  accepts: [
    { name: 'a Pod with the label', object: pod({}, { labels: { [name]: 'web' } }) },
    { name: 'labels on the object and its template', object: labelled({ app: 'web' }), settings: team },
    { name: 'other kinds', object: service },
    { name: 'any value, without a pattern', object: labelled({ app: '%' }), settings: { labels: [{ key: 'app' }] } },
    { name: 'anything, when nothing is wanted', object: pod(), settings: { labels: [] } },
    {
      name: 'a kind that the settings name, with its label',
      object: { ...service, metadata: { name: 'web', labels: { app: 'api-eu' } } },
      settings: { ...team, kinds: ['Service'] },
    },
  ],
  rejects: [
    { name: 'a Pod without labels', object: pod(), violations: [{ path: at, message: missing('object') }] },
    {
      name: 'a Deployment and its template, each by itself',
      object: labelled(null),
      violations: [
        { path: at, message: missing('object') },
        { path: `/spec/template${at}`, message: missing('pod template') },
      ],
    },
    {
      name: 'the template of a CronJob',
      object: { ...cronJob(), metadata: { name: 'web', labels: { [name]: 'web' } } },
      violations: [{ path: `/spec/jobTemplate/spec/template${at}`, message: missing('pod template') }],
    },
    {
      name: 'an empty label, and one that is not the own of the object',
      object: pod({}, { labels: { [name]: '' } }),
      settings: { labels: [{ key: name }, { key: 'constructor' }] },
      violations: [
        { path: at, message: missing('object') },
        { path: '/metadata/labels/constructor', message: missing('object', 'constructor') },
      ],
    },
    {
      name: 'a value of which only a part matches',
      object: labelled({ app: 'web-2' }),
      settings: team,
      violations: [{ path: '/metadata/labels/app', message: wrong('app', 'web-2') }],
    },
    {
      name: 'the template of a PodTemplate',
      object: { ...podTemplate(), metadata: { name: 'web', labels: { app: 'shop' } } },
      settings: { labels: [{ key: 'app', pattern: 'shop' }] },
      violations: [{ path: '/template/metadata/labels/app', message: wrong('app', 'web', 'pod template') }],
    },
    {
      name: 'a kind that the settings name',
      object: service,
      settings: { ...team, kinds: ['Service'] },
      violations: [{ path: '/metadata/labels/app', message: missing('object', 'app') }],
    },
  ],
});
