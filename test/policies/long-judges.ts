import { policies } from '../../policies/index.js';
import { completeSettings } from '../../src/engine/profile.js';
import { createInventory } from '../../src/facts/inventory.js';
import type { JsonObject } from '../../src/policy/json.js';
import { relatedKinds } from '../../src/policy/related.js';
import type { RelatedName } from '../../src/policy/related.js';
import { autoscaler, budget, deployment, ingress } from '../builders.js';

/** Settings without which a policy would have nothing to do. */
const settings: Readonly<Record<string, JsonObject>> = {
  'restrict-image-registries': { allow: ['ghcr.io/team/'], deny: ['quay.io'] },
  'require-labels': { labels: [{ key: 'team', pattern: '[a-z]+' }], kinds: ['Ingress'] },
  'require-scanned-images': { exemptImages: ['ghcr.io/*'] },
  'require-sound-resources': { maxLimitToRequest: { cpu: 2 } },
};

/** Every policy, as a profile of them all has it. */
export const judges = policies.map((policy) => {
  const complete = completeSettings(policy, settings[policy.meta.id]);
  return { policy, mode: 'enforce', inject: policy.injectable === true, settings: complete } as const;
});

const claim = (index: number): JsonObject => ({
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  metadata: { name: `claim-${index}` },
  spec: { accessModes: ['ReadWriteOnce'] },
});

/** What stands beside a long object, and does not grow with it. */
const beside: readonly JsonObject[] = [
  autoscaler(),
  budget(),
  deployment(),
  { ...ingress([{ host: 'shop.example.com', http: { paths: [{ path: '/p0', pathType: 'Prefix' }] } }]), metadata: {} },
  ...Array.from({ length: 50 }, (_, index) => claim(index)),
];
const store = createInventory(Object.keys(relatedKinds) as RelatedName[]);
for (const object of beside) store.put(object);
export const { inventory } = store;
