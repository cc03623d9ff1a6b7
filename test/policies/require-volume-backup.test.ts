import policy from '../../policies/require-volume-backup.js';
import type { JsonObject } from '../../src/policy/json.js';
import { statefulSet } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const KEY = 'backup.velero.io/backup-volumes';

const claim = (metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', ...metadata },
});

function setOf(claims: readonly JsonObject[], podMetadata: JsonObject = {}): JsonObject {
  return statefulSet(
    {},
    {
      volumeClaimTemplates: claims,
      template: { metadata: { labels: { app: 'web' }, ...podMetadata }, spec: { containers: [] } },
    },
  );
}

const missing = (name: string, at: string) => ({
  path: `${at}/metadata/annotations/backup.velero.io~1backup-volumes`,
  message: `volume claim "${name}" has no label or annotation "${KEY}"`,
});

testPolicy(policy, {
  accepts: [
    { name: 'a claim with the annotation', object: claim({ annotations: { [KEY]: 'data' } }) },
    { name: 'a claim with the label', object: claim({ labels: { [KEY]: '' } }) },
    {
      name: 'a claim with another key, where that is set',
      object: claim({ labels: { 'example.com/backup': 'nightly' } }),
      settings: { keys: [KEY, 'example.com/backup'] },
    },
    { name: 'any claim, where no key is set', object: claim(), settings: { keys: [] } },
    { name: 'a claim template with the annotation', object: setOf([claim({ annotations: { [KEY]: 'data' } })]) },
    { name: 'pods that name the volume', object: setOf([claim()], { annotations: { [KEY]: 'tmp, data' } }) },
    {
      name: 'pods with another key, which speaks for all of their volumes',
      object: setOf([claim()], { labels: { backup: 'yes' } }),
      settings: { keys: ['backup'] },
    },
    { name: 'a StatefulSet without claims', object: statefulSet() },
  ],
  rejects: [
    { name: 'a bare claim', object: claim(), violations: [missing('data', '')] },
    {
      name: 'a claim that says no',
      object: claim({ labels: { backup: 'False' } }),
      settings: { keys: ['backup', 'snapshot'] },
      violations: [
        {
          path: '/metadata/annotations/backup',
          message: 'volume claim "data" has no label or annotation "backup" or "snapshot"',
        },
      ],
    },
    {
      name: 'the volume that the pods do not name',
      object: setOf([claim({ name: 'wal' }), claim()], { annotations: { [KEY]: 'wal' } }),
      violations: [missing('data', '/spec/volumeClaimTemplates/1')],
    },
    {
      name: 'metadata that is no object',
      object: { ...claim(), metadata: 'data' },
      violations: [missing('#0', '')],
    },
  ],
});
