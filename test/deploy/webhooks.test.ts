import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { manifest } from './manifests.js';
import type { Rule, Webhook } from './manifests.js';

const validating = manifest('ValidatingWebhookConfiguration')['webhooks'] as Webhook[];
const mutating = manifest('MutatingWebhookConfiguration')['webhooks'] as Webhook[];
const all = [...validating, ...mutating];
const judging = validating.filter((webhook) => webhook.name !== 'namespaces.seaworthy.dev');

function webhook(name: string): Webhook {
  const found = all.find((one) => one.name === `${name}.seaworthy.dev`);
  if (found === undefined) throw new Error(`there is no webhook ${name}`);
  return found;
}

/** One line for each resource and operation of the rules, such as `CREATE apps/v1/deployments`. */
function lines(rules: readonly Rule[]): string[] {
  const each = ({ operations, apiGroups, apiVersions, resources }: Rule) =>
    operations.flatMap((operation) =>
      apiGroups.flatMap((group) =>
        apiVersions.flatMap((version) => resources.map((resource) => `${operation} ${group}/${version}/${resource}`)),
      ),
    );
  return rules.flatMap(each).sort();
}

/** What protocol and targets demand: Pods at CREATE, their makers at CREATE and UPDATE, and the parts of them that change a pod spec or that targets name. */
function demanded(): string[] {
  const asked = policies.filter(({ offline }) => !offline);
  const targets = new Map(
    asked
      .flatMap(({ target }) => target.resources)
      .filter(({ clusterScoped }) => !clusterScoped)
      .map((resource) => [resource.kind, resource]),
  );
  const kinds = [...targets.values()].flatMap(({ group, version, plural }) =>
    (plural === 'pods' ? ['CREATE'] : ['CREATE', 'UPDATE']).map(
      (operation) => `${operation} ${group}/${version}/${plural}`,
    ),
  );
  // A part that no policy is written for is not asked about: an outage would hold it up, and nothing would be won.
  const scales = asked.flatMap(({ target: { parts = [], resources } }) =>
    parts.map(({ of, subresource }) => {
      const { group = '', version = '' } = resources.find(({ plural }) => plural === of) ?? {};
      return `UPDATE ${group}/${version}/${of}/${subresource}`;
    }),
  );
  return [...kinds, ...new Set(scales), 'UPDATE /v1/pods/ephemeralcontainers', 'UPDATE /v1/pods/resize'].sort();
}

const excluded = {
  key: 'kubernetes.io/metadata.name',
  operator: 'NotIn',
  values: ['kube-system', 'kube-node-lease', 'seaworthy-system'],
};
const exists = (mode: string) => ({ key: `seaworthy.dev/${mode}`, operator: 'Exists' });
const absent = (mode: string) => ({ key: `seaworthy.dev/${mode}`, operator: 'DoesNotExist' });

describe('the webhook configurations', () => {
  it('hold the four validating entries and the mutating one', () => {
    expect(all.map(({ name }) => name)).to.deep.equal([
      'enforce.seaworthy.dev',
      'warn.seaworthy.dev',
      'audit.seaworthy.dev',
      'namespaces.seaworthy.dev',
      'inject.seaworthy.dev',
    ]);
  });

  it('ask about what the policies judge, and about nothing else', () => {
    expect(judging).to.have.length(3);
    for (const { rules } of judging) expect(lines(rules)).to.deep.equal(demanded());
  });

  it('inject into Pods when they are created, and into nothing else', () => {
    const { rules, reinvocationPolicy } = webhook('inject');
    expect(lines(rules)).to.deep.equal(['CREATE /v1/pods']);
    expect(reinvocationPolicy).to.equal('IfNeeded');
  });

  it('see Namespaces that are created or updated with a label of Seaworthy', () => {
    const { rules, matchConditions } = webhook('namespaces');
    expect(lines(rules)).to.deep.equal(['CREATE /v1/namespaces', 'UPDATE /v1/namespaces']);
    expect(rules.map(({ scope }) => scope)).to.deep.equal(['Cluster']);
    expect(matchConditions?.map(({ expression }) => expression)).to.deep.equal([
      'has(object.metadata.labels) && object.metadata.labels.exists(k, k.startsWith("seaworthy.dev/"))',
    ]);
  });

  it('have no wildcard, no DELETE or CONNECT, no status, and a scope in every rule', () => {
    for (const { rules, name } of all) {
      for (const line of lines(rules)) expect(line, name).not.to.match(/\*|DELETE|CONNECT|\/status$/);
      for (const { scope } of rules)
        expect(scope, name).to.equal(name.startsWith('namespaces.') ? 'Cluster' : 'Namespaced');
    }
  });

  it('match equivalent versions, have no side effects and wait five seconds at most', () => {
    for (const { matchPolicy, sideEffects, timeoutSeconds, name } of all) {
      expect({ matchPolicy, sideEffects }, name).to.deep.equal({ matchPolicy: 'Equivalent', sideEffects: 'None' });
      expect(timeoutSeconds, name).to.be.within(1, 5);
    }
  });

  it('block on an outage for enforce alone', () => {
    const blocking = all
      .filter(({ failurePolicy }) => failurePolicy !== 'Ignore')
      .map(({ name, failurePolicy }) => [name, failurePolicy]);
    expect(blocking).to.deep.equal([['enforce.seaworthy.dev', 'Fail']]);
  });

  it('select namespaces by their labels, so that each meets one validating entry, and the system namespaces none', () => {
    const selectors = Object.fromEntries(
      all.map(({ name, namespaceSelector }) => [
        name.replace('.seaworthy.dev', ''),
        namespaceSelector.matchExpressions,
      ]),
    );
    expect(selectors).to.deep.equal({
      enforce: [exists('enforce'), excluded],
      warn: [exists('warn'), absent('enforce'), excluded],
      audit: [exists('audit'), absent('enforce'), absent('warn'), excluded],
      namespaces: [excluded],
      inject: [exists('inject'), excluded],
    });
  });

  it('call the Service at its two paths and hold no CA bundle, which an apply would take away from the certificates', () => {
    for (const { name, clientConfig } of all) {
      const path = name.startsWith('inject.') ? '/mutate' : '/validate';
      expect(clientConfig, name).to.deep.equal({
        service: { namespace: 'seaworthy-system', name: 'seaworthy', path, port: 443 },
      });
    }
  });
});
