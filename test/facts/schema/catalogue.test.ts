import { statSync } from 'node:fs';
import { expect } from 'chai';
import { loadCatalogue } from '../../../src/facts/schema/catalogue.js';
import type { Catalogue, FieldSchema } from '../../../src/facts/schema/catalogue.js';
import { newestKubernetes } from '../../../src/policy/version.js';

const minor = (of: number): Promise<Catalogue> => loadCatalogue({ major: 1, minor: of });

describe('the schemas of the releases', () => {
  it('are those of each release from 1.34 to the newest, and the nearest for others', async () => {
    const versions = [20, 34, 35, 36, 37, 38].map(async (of) => (await minor(of)).version);
    expect(await Promise.all(versions)).to.deep.equal(['1.34', '1.34', '1.35', '1.36', '1.37', '1.37']);
    expect((await loadCatalogue({ major: 2, minor: 0 })).version).to.equal('1.37');
    expect((await loadCatalogue(newestKubernetes)).version, 'npm run schemas').to.equal('1.37');
  });

  it('have the kinds of their release and no others', async () => {
    const [old, newest] = [await minor(34), await minor(37)];
    expect(old.kindOf('networking.k8s.io/v1beta1 IPAddress')).to.be.a('string');
    expect(newest.kindOf('networking.k8s.io/v1beta1 IPAddress')).to.equal(undefined);
    expect(newest.kindOf('apps/v1 Deployment')).to.be.a('string');
    for (const name of ['v1 PodList', 'v1 Status', 'extensions/v1beta1 Ingress', 'constructor']) {
      expect(newest.kindOf(name), name).to.equal(undefined);
    }
  });

  it('name no definition that is not there', async () => {
    for (const catalogue of await Promise.all([34, 35, 36, 37].map(minor))) {
      const seen = new Set<string>();
      const visit = (name: string): void => {
        if (seen.has(name)) return;
        seen.add(name);
        const definition = catalogue.definition(name);
        expect(definition, name).not.to.equal(undefined);
        for (const field of Object.values(definition?.properties ?? {})) refsIn(field).forEach(visit);
      };
      for (const kind of catalogue.kinds) visit(catalogue.kindOf(kind) ?? kind);
      expect(seen.size).to.be.above(600);
    }
  });

  it('are small enough to come with every installation', () => {
    expect(statSync('src/facts/schema/kubernetes-schemas.json.br').size).to.be.below(50_000);
  });
});

function refsIn({ $ref, items, additionalProperties }: FieldSchema): readonly string[] {
  const inner = [items, additionalProperties].flatMap((one) => (one === undefined ? [] : refsIn(one)));
  return $ref === undefined ? inner : [$ref, ...inner];
}
