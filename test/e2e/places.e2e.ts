import { expect } from 'chai';
import { isClusterScoped } from '../../src/policy/place.js';
import { theCluster } from './harness/suite.js';

/** The apiVersion and the kind of all that the API server keeps, inside namespaces or outside. */
async function keptKinds(namespaced: boolean): Promise<readonly (readonly [apiVersion: string, kind: string])[]> {
  const args = ['api-resources', `--namespaced=${namespaced}`, '--verbs=get', '--no-headers'];
  const lines = (await theCluster().admin.succeed(args)).trim().split('\n');
  // Not every kind has short names, so that the columns are counted from the end.
  return lines.map((line) => line.split(/\s+/).slice(-3)).map(([apiVersion = '', , kind = '']) => [apiVersion, kind]);
}

describe('the kinds that are in no namespace', () => {
  for (const namespaced of [false, true]) {
    it(`are ${namespaced ? 'none of those that the API server keeps in namespaces' : 'those that the API server keeps outside'}`, async () => {
      const kinds = await keptKinds(namespaced);
      expect(kinds.map(([, kind]) => kind)).to.include(namespaced ? 'Deployment' : 'ClusterRole');
      const wrong = kinds.filter(([apiVersion, kind]) => isClusterScoped({ apiVersion, kind }) === namespaced);
      expect(wrong).to.deep.equal([]);
    });
  }
});
