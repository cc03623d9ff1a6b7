import { namespaces } from '../src/policy/namespace.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { bounds } from '../src/policy/resource-quota.js';

export default definePolicy({
  meta: {
    id: 'require-resource-quota',
    title: 'Namespaces must have a ResourceQuota',
    description:
      'Without a quota one team, or one runaway controller, takes the whole cluster. The quotas of a namespace together have to ' +
      'cover everything that is listed: requests.cpu says the same as cpu, and count/pods nearly the same as pods. A quota with ' +
      'scopes bounds some pods only and does not count. Namespaces are judged by the audit and on the command line, never when ' +
      'they are created: there can be no quota before there is a namespace. Where quotas cannot be seen, nobody is blamed.',
    category: 'resources',
    severity: 'medium',
    remedy: 'Add a ResourceQuota to the namespace whose spec.hard names what is missing.',
    references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  },
  target: namespaces,
  settings: {
    cover: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
      default: ['cpu', 'memory', 'pods', 'services', 'persistentvolumeclaims'],
      description: 'What the quotas have to bound.',
    },
  },
  needs: ['inventory'],
  related: ['ResourceQuota'],
  offline: true,
  *check({ name }, { settings, facts }) {
    const quotas = facts.inventory('ResourceQuota', name);
    if (name === undefined || !quotas.known) return;
    const missing = settings.cover.filter((resource) => !quotas.value.some((quota) => bounds(quota, resource)));
    if (missing.length === 0) return;
    yield {
      path: '/metadata/name',
      message: message((show) => `no ResourceQuota of namespace ${show(name)} covers ${missing.join(', ')}`),
    };
  },
});
