import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { formats } from '../../src/report/format.js';
import { seaworthy, withFiles } from './seaworthy.js';

const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync('test/fixtures/schemas/sarif-2.1.0.json', 'utf8')) as object);

interface Sarif {
  readonly runs: readonly [{ readonly results: readonly Result[] }];
}

interface Result {
  readonly ruleId: string;
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly Replacement[];
    }[];
  }[];
}

interface Replacement {
  readonly deletedRegion: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
  readonly insertedContent?: { readonly text: string };
}

/** Secrets wherever people leave them, in lines and in brackets, beside things that other policies complain about. */
const manifests = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: default}
data: {dsn: "postgres://me:hunter2@db/shop", db_password: hunter2}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: default
  annotations: {note: hunter2}
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx
          args: ["--password=hunter2"]
          env:
            - name: DB_PASSWORD
              value: hunter2
        - {name: log, image: fluent, env: [{name: PIN, value: hunter2}]}
`;

async function print(format: string): Promise<string> {
  return withFiles({ 'k8s/a b.yaml': manifests }, async (cwd) => {
    const { code, stdout } = await seaworthy(['check', 'k8s', '--format', format], { cwd });
    expect(code).to.equal(1);
    return stdout;
  });
}

/** Makes the changes of a result in a text. */
function mend(text: string, { fixes }: Result): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? Number.NaN) + column - 1;
  const all = fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
  return all.reduceRight((before, { deletedRegion: region, insertedContent }) => {
    const [start, end] = [offset(region.startLine, region.startColumn), offset(region.endLine, region.endColumn)];
    return before.slice(0, start) + (insertedContent?.text ?? '') + before.slice(end);
  }, text);
}

describe('seaworthy check, in every format', function () {
  this.timeout(60_000);

  for (const format of formats) {
    it(`finds secrets as ${format}, and never shows one`, async () => {
      const stdout = await print(format);
      expect(stdout).to.include('disallow-secrets-in-environment').and.to.include('disallow-secrets-in-config-maps');
      expect(stdout).not.to.include('hunter2');
    });
  }

  it('quotes the lines that may be shown', async () => {
    const text = await print('text');
    expect(text).to.include('| image: nginx\n').and.to.include('| - name: web\n').and.to.include('fix: set ');
    expect(text).not.to.match(/\| .*(?:value|args|env)/);
  });

  it('gives fixes as SARIF that mend what they are about', async () => {
    const log = JSON.parse(await print('sarif')) as Sarif;
    expect(validate(log), JSON.stringify(validate.errors)).to.equal(true);
    const privilege = log.runs[0].results.filter(({ ruleId }) => ruleId === 'disallow-privilege-escalation');
    expect(privilege).to.have.length(2);
    for (const result of privilege) {
      expect(result.fixes?.[0]?.artifactChanges[0]?.artifactLocation.uri).to.equal('k8s/a%20b.yaml');
      const after = await withFiles({ 'a.yaml': mend(manifests, result) }, async (cwd) =>
        seaworthy(['check', 'a.yaml', '--format', 'sarif'], { cwd }),
      );
      const left = (JSON.parse(after.stdout) as Sarif).runs[0].results;
      expect(left.filter(({ ruleId }) => ruleId === 'disallow-privilege-escalation')).to.have.length(1);
    }
  });

  it('lists what passed as JUnit XML', async () => {
    const pod = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine, namespace: shop, labels: {app.kubernetes.io/name: fine}}\n'; // prettier-ignore
    const { stdout } = await withFiles({ 'fine.yaml': pod }, (cwd) =>
      seaworthy(['check', 'fine.yaml', '--format', 'junit'], { cwd }),
    );
    expect(stdout).to.include('<testcase classname="fine.yaml" name="ConfigMap shop/fine" file="fine.yaml"/>');
  });
});
