import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import requireSeccompProfile from '../../policies/require-seccomp-profile.js';
import { applyEdits } from '../../src/engine/edit.js';
import { stringAt, type Json, type JsonObject } from '../../src/policy/json.js';
import type { Policy, Violation } from '../../src/policy/policy.js';
import { container, pod } from '../builders.js';
import { judge } from '../policy-tester.js';
import { parseManifests, repository } from './harness/manifests.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';

/** The policies whose violations carry edits, as the catalogue of the policies names them. */
const WITH_FIX = [
  'disallow-host-namespaces',
  'disallow-privilege-escalation',
  'disallow-privileged-containers',
  'require-cron-job-policy',
  'require-dropped-capabilities',
  'require-graceful-termination',
  'require-job-limits',
  'require-non-root',
  'require-prestop-hook',
  'require-read-only-root-filesystem',
  'require-resources',
  'require-seccomp-profile',
  'require-topology-spread',
  'restrict-service-account-token',
];

/** The bad example of a policy, which its page shows. */
function badObjects({ meta }: Policy): readonly JsonObject[] {
  const file = join(repository, 'test', 'fixtures', 'policies', meta.id, 'bad.yaml');
  return existsSync(file) ? parseManifests(readFileSync(file, 'utf8')) : [];
}

function violationsOf(policy: Policy, object: JsonObject): readonly Violation[] {
  return judge(policy, { name: 'bad', object });
}

function mended(policy: Policy, object: JsonObject): JsonObject {
  const edits = violationsOf(policy, object).flatMap(({ fix = [] }) => fix);
  return applyEdits(object, edits, { overwrite: true }).object;
}

const fixing = policies.filter((policy) =>
  badObjects(policy).some((object) => violationsOf(policy, object).some(({ fix }) => fix !== undefined)),
);

/** What no bad example shows: settings that others demand. */
const further = [
  {
    name: 'a container that shares its mounts with the node',
    id: 'disallow-privileged-containers',
    object: pod({
      containers: [
        container({
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'plugins', mountPath: '/plugins', mountPropagation: 'Bidirectional' }],
        }),
      ],
      volumes: [{ name: 'plugins', hostPath: { path: '/var/lib/plugins' } }],
    }),
  },
] as const;

describe('what the fixes make of the bad examples', () => {
  let namespace: string;
  before(async () => {
    namespace = await createNamespace(theCluster(), 'mended');
  });

  /** What the API server says against an object that it does not store; nothing when it would take it. */
  async function refusalOf(object: JsonObject): Promise<string> {
    const metadata = { ...(object['metadata'] as JsonObject), namespace };
    const args = ['create', '--dry-run=server', '--validate=strict', '-f', '-'];
    const { code, stderr } = await theCluster().admin.run(args, { ...object, metadata });
    return code === 0 ? '' : `${stringAt(object, 'kind') ?? ''}: ${stderr}`;
  }

  for (const policy of fixing) {
    it(`is taken by the API server: ${policy.meta.id}`, async () => {
      for (const object of badObjects(policy)) expect(await refusalOf(mended(policy, object))).to.equal('');
    });
  }

  for (const { name, id, object } of further) {
    it(`is taken by the API server: ${name}`, async () => {
      const policy = policies.find(({ meta }) => meta.id === id);
      if (policy === undefined) throw new Error(`there is no policy ${id}`);
      expect(violationsOf(policy, object)).not.to.deep.equal([]);
      expect(await refusalOf(mended(policy, object))).to.equal('');
    });
  }

  it('is what every policy with a fix was asked about', () => {
    expect(fixing.map(({ meta }) => meta.id)).to.deep.equal(WITH_FIX);
  });

  for (const value of ['unconfined', 'localhost/web', 'runtime/default']) {
    it(`is taken by the API server beside the older seccomp annotation ${value}`, async () => {
      for (const object of badObjects(requireSeccompProfile)) {
        const annotated = structuredClone(object);
        const { template } = annotated['spec'] as { template: { metadata: Record<string, Json> } };
        template.metadata['annotations'] = { 'seccomp.security.alpha.kubernetes.io/pod': value };
        expect(violationsOf(requireSeccompProfile, annotated)).not.to.be.empty;
        expect(await refusalOf(mended(requireSeccompProfile, annotated))).to.equal('');
      }
    });
  }
});
