import { Ajv } from 'ajv';
import { expect } from 'chai';
import type { Configuration } from '../../src/config/configuration.js';
import { defaultConfiguration, rulesOf } from '../../src/config/configuration.js';
import type { ProfiledPolicy } from '../../src/engine/profile.js';
import { compileSchema } from '../../src/config/schema.js';
import { imagesSchema } from '../../src/facts/images-settings.js';
import { parse, parts, problemsBelowHeader, problemsIn } from './configuration-parts.js';

function good(body: string): Configuration {
  const parsed = parse(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.configuration;
}

function policyIn(profiles: Configuration['profiles'], name: string, id: string): ProfiledPolicy | undefined {
  return profiles.get(name)?.policies.get(id);
}

describe('the configuration file', () => {
  it('is held to a schema that is one', () => {
    const ajv = new Ajv();
    expect(ajv.validateSchema(compileSchema(imagesSchema).schema), ajv.errorsText()).to.equal(true);
  });

  it('accepts everything that the documentation shows', () => {
    const { profiles, ...rest } = good(`
kubernetesVersion: "1.34"
ceiling: audit
ownedPods: enforce
exempt:
  namespaces: [kube-system, ci]
  users: [system:serviceaccount:ci:deployer]
profiles:
  production:
    policies:
      require-resources: {inject: true, limits: [cpu, memory]}
      require-probes: {mode: warn}
      require-non-root: off
      require-prestop-hook: {mode: off}
      require-graceful-termination: "off"
  payments:
    extends: production
    policies: {require-pinned-images: {digest: true}}
  same-again: {extends: payments}
`);
    expect(rest).to.deep.equal({
      kubernetesVersion: { major: 1, minor: 34 },
      ceiling: 'audit',
      ownedPods: 'enforce',
      exempt: {
        namespaces: new Set(['kube-system', 'kube-node-lease', 'ci']),
        users: new Set(['system:serviceaccount:ci:deployer']),
      },
      images: undefined,
      sources: new Set(),
    });
    expect(policyIn(profiles, 'production', 'require-probes')?.mode).to.equal('warn');
    expect(policyIn(profiles, 'production', 'require-resources')?.settings).to.deep.include({
      limits: ['cpu', 'memory'],
    });
    expect(policyIn(profiles, 'production', 'require-non-root'), 'off').to.equal(undefined);
    expect(policyIn(profiles, 'production', 'require-prestop-hook'), 'mode: off').to.equal(undefined);
    expect(policyIn(profiles, 'production', 'require-graceful-termination'), '"off"').to.equal(undefined);
    expect(policyIn(profiles, 'production', 'disallow-privilege-escalation')?.mode, 'untouched').to.equal('enforce');
    expect(policyIn(profiles, 'payments', 'require-pinned-images')?.settings).to.deep.include({ digest: true });
    expect(policyIn(profiles, 'payments', 'require-probes')?.mode, 'inherited').to.equal('warn');
    expect(profiles.get('same-again')?.policies).to.deep.equal(profiles.get('payments')?.policies);
  });

  it('holds what the defaults say when it says nothing', () => {
    expect(good('')).to.deep.equal(defaultConfiguration(parts.policies));
    expect([...good('').exempt.namespaces]).to.deep.equal(['kube-system', 'kube-node-lease']);
    expect([...good('exempt: {namespaces: []}\n').exempt.namespaces]).to.deep.equal(['kube-system', 'kube-node-lease']);
  });

  it('takes a source of receipts for a source of facts, and keys alone for none', () => {
    const enforced = 'profiles: {strict: {policies: {require-inspected-images: {mode: enforce}}}}\n';
    const configuration = good(`${enforced}images: {receipts: [/receipts]}\n`);
    expect([...configuration.sources]).to.deep.equal(['images']);
    expect(configuration.images).to.deep.equal({ receipts: ['/receipts'], keys: [] });
    expect(problemsBelowHeader(`${enforced}images: {keys: [a]}\n`)).to.deep.equal([
      '3:59 profiles.strict.policies.require-inspected-images.mode: require-inspected-images cannot be enforced ' +
        'without a source of evidence; configure one under "images"',
    ]);
  });

  it('becomes rules, in which a version of its own goes before the one found', () => {
    const found = { major: 1, minor: 30 };
    const surroundings = { policies: parts.policies, version: found };
    expect(rulesOf(good(''), surroundings).kubernetesVersion).to.equal(found);
    const rules = rulesOf(good('kubernetesVersion: v1.35.2\nceiling: warn\n'), surroundings);
    expect(rules.kubernetesVersion).to.deep.equal({ major: 1, minor: 35 });
    expect(rules.ceiling).to.equal('warn');
    expect(rules.images).to.equal(undefined);
  });

  it('takes releases that are known, and those that one upgrades to next', () => {
    const text = (version: string): string =>
      `apiVersion: seaworthy.dev/v1\nkind: Configuration\nkubernetesVersion: "${version}"\n`;
    for (const version of ['1.4', '1.37', '1.40']) expect(problemsIn(text(version)), version).to.deep.equal([]);
    for (const version of ['1.3', '1.99', '2.0'])
      expect(problemsIn(text(version))).to.deep.equal([
        `3:1 kubernetesVersion: "${version}" is not auto or a version from 1.4 to 1.40, such as "1.34"`,
      ]);
  });

  it('names every problem at once, in the order of the lines', () => {
    const text = `apiVersion: seaworthy.dev/v1
kind: Configuration
kubernetesVersion: 1.34
celing: warn
ownedPods: wrn
exempt: {namespaces: [Kube System, ci, ci], usres: []}
profiles:
  production:
    policies:
      require-resources: {limits: [cpu, memry], defaults: {limits: {cpu: many}}}
      require-probs: {}
      require-non-root: on
      require-prestop-hook:
      disallow-privilege-escalation: strict
  payments: {extends: prodution}
  trailing-: {extends: strict}
  loose: {policies: {}}
images: {keys: [worn]}
`;
    expect(problemsIn(text)).to.deep.equal([
      '3:1 kubernetesVersion: a version is no number: write it in quotes, as in "1.34"',
      '4:1 celing: unknown key "celing"; did you mean "ceiling"?',
      '5:1 ownedPods: "wrn" is none of warn, enforce; did you mean "warn"?',
      '6:10 exempt.namespaces: "ci" is named twice',
      '6:23 exempt.namespaces[0]: "Kube System" is not the name of a namespace',
      '6:45 exempt.usres: unknown key "usres"; did you mean "users"?',
      '10:41 profiles.production.policies.require-resources.limits[1]: "memry" is none of cpu, memory, ephemeral-storage; did you mean "memory"?',
      '10:69 profiles.production.policies.require-resources.defaults.limits.cpu: "many" is not a quantity such as 100m or 1Gi',
      '11:7 profiles.production.policies.require-probs: unknown policy "require-probs"; did you mean "require-probes"?',
      '12:7 profiles.production.policies.require-non-root: on is not what a policy can be set to: write {} for its defaults, settings such as {mode: warn}, or off',
      '13:7 profiles.production.policies.require-prestop-hook: a value is missing: settings such as {mode: warn}, {} for the defaults, or off',
      '14:7 profiles.production.policies.disallow-privilege-escalation: "strict" is not what a policy can be set to: write {} for its defaults, settings such as {mode: warn}, or off',
      '15:14 profiles.payments.extends: unknown profile "prodution"; did you mean "production"?',
      '16:3 profiles.trailing-: "trailing-" cannot be a profile\'s name: a namespace\'s label has to hold it',
      '17:3 profiles.loose: a new profile needs "extends": one of baseline, production, strict, payments, trailing-',
      '18:17 images.keys[0]: this key is worn out',
    ]);
  });

  const refused: readonly (readonly [name: string, text: string, problem: string])[] = [
    ['an empty file', '', '1:1 : the file is empty'],
    ['a file of comments', '# nothing\n---\n', '1:1 : the file is empty'],
    ['a list', '- a\n', '1:1 : this is no configuration: it holds no keys'],
    [
      'another apiVersion',
      'apiVersion: v1\nkind: Configuration\n',
      '1:1 apiVersion: unknown apiVersion "v1": this is seaworthy.dev/v1',
    ],
    [
      'another kind',
      'apiVersion: seaworthy.dev/v1\nkind: Config\n',
      '2:1 kind: unknown kind "Config": this is Configuration',
    ],
    ['no kind', 'apiVersion: seaworthy.dev/v1\n', '1:1 : kind is missing'],
    [
      'two documents',
      'apiVersion: seaworthy.dev/v1\nkind: Configuration\n---\na: 1\n',
      '4:1 : a second document: a configuration is one',
    ],
    ['a tab', 'a:\n\tb: 1\n', '2:1 : tabs are not allowed as indentation'],
    ['half a map', 'a: {b: 1\n', '2:1 : flow map'],
  ];
  for (const [name, text, problem] of refused) {
    it(`refuses ${name}`, () => {
      const problems = problemsIn(text);
      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.contain(problem);
    });
  }

  it('goes on after a key that stands twice, and takes the last', () => {
    const twice = 'ceiling: warn\nceiling: wrn\nimages: {keys: [worn, 7]}\nexempt: {users: [], users: [a]}\n';
    expect(problemsBelowHeader(twice)).to.deep.equal([
      '4:1 : map keys must be unique',
      '4:1 ceiling: "wrn" is none of enforce, warn, audit; did you mean "warn"?',
      '5:17 images.keys[0]: this key is worn out',
      '5:23 images.keys[1]: "7" is no string',
      '6:21 : map keys must be unique',
    ]);
    expect(problemsBelowHeader('ceiling: warn\nceiling: audit\n')).to.deep.equal(['4:1 : map keys must be unique']);
  });

  it('goes on when a second document follows, or the first is broken', () => {
    expect(problemsBelowHeader('ceiling: warn\nceiling: wrn\n---\na: b\na: c\n---\nd: e\n')).to.deep.equal([
      '4:1 : map keys must be unique',
      '4:1 ceiling: "wrn" is none of enforce, warn, audit; did you mean "warn"?',
      '6:1 : a second document: a configuration is one',
      '7:1 : map keys must be unique',
    ]);
    expect(problemsBelowHeader('ceiling: wrn\n---\na: b\n')).to.deep.equal([
      '3:1 ceiling: "wrn" is none of enforce, warn, audit; did you mean "warn"?',
      '5:1 : a second document: a configuration is one',
    ]);
    expect(problemsBelowHeader('ceiling: *none\n---\na: b\n')).to.deep.equal([
      '3:10 : unresolved alias: nothing before it is called &none',
      '5:1 : a second document: a configuration is one',
    ]);
  });

  it('points at the key whose value is missing', () => {
    expect(problemsBelowHeader('exempt:\n  users:\nprofiles:\n')).to.deep.equal([
      '4:3 exempt.users: a value is missing',
      '5:1 profiles: a value is missing',
    ]);
  });

  it('refuses off and on where they mean nothing', () => {
    expect(problemsBelowHeader('ceiling: off\nownedPods: on\n')).to.deep.equal([
      '3:1 ceiling: "false" is none of enforce, warn, audit',
      '4:1 ownedPods: "true" is none of warn, enforce',
    ]);
  });

  it('refuses names that reach for a prototype', () => {
    expect(
      problemsBelowHeader('__proto__: {}\nprofiles: {__proto__: {extends: strict}, toString: {}}\n'),
    ).to.deep.equal([
      '3:1 __proto__: unknown key "__proto__"',
      '4:12 profiles.__proto__: "__proto__" cannot be a profile\'s name: a namespace\'s label has to hold it',
      '4:42 profiles.toString: a new profile needs "extends": one of baseline, production, strict, __proto__',
    ]);
  });

  it('copes with a byte order mark and CRLF', () => {
    const text = '\uFEFFapiVersion: seaworthy.dev/v1\r\nkind: Configuration\r\nceling: warn\r\n';
    expect(problemsIn(text)).to.deep.equal(['3:1 celing: unknown key "celing"; did you mean "ceiling"?']);
    expect(problemsIn(text.replace('celing', 'ceiling'))).to.deep.equal([]);
  });
});
