import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { viewClaims } from '../../src/policy/ingress-claim.js';
import { timed } from '../timed.js';

function ingress(path: string): JsonObject {
  return { spec: { rules: [{ host: 'shop.example.com', http: { paths: [{ path, pathType: 'Prefix' }] } }] } };
}

const keyOf = (path: string): string | undefined => viewClaims(ingress(path)).claims[0]?.key;

describe('what an Ingress wants the traffic of', () => {
  it('is the same prefix with slashes at its end', () => {
    expect(keyOf('/a//')).to.equal(keyOf('/a'));
    expect(keyOf('/a/b')).not.to.equal(keyOf('/a'));
    expect(keyOf('/')).not.to.equal(undefined);
  });

  it('is nothing by a host that is longer than any', () => {
    const claimed = (host: string): number =>
      viewClaims({ spec: { rules: [{ host, http: { paths: [{ path: '/' }] } }] } }).claims.length;
    expect(claimed('h'.repeat(253))).to.equal(1);
    expect(claimed('h'.repeat(254))).to.equal(0);
  });

  it('is told apart by as much of a condition as an ALB takes', () => {
    const asked = (condition: string): string | undefined =>
      viewClaims({ ...ingress('/'), metadata: { annotations: { 'alb.ingress.kubernetes.io/conditions.': condition } } })
        .claims[0]?.key;
    expect(asked('a')).not.to.equal(asked('b'));
    expect(asked(`${'a'.repeat(1023)}b`)).not.to.equal(asked('a'.repeat(1024)));
    expect(asked(`${'a'.repeat(1024)}b`)).to.equal(asked('a'.repeat(1024)));
  });

  timed('is read in a time that grows with the path and not with its square', function () {
    this.timeout(2_000);
    expect(keyOf(`${'/'.repeat(1_000_000)}a`)).to.be.a('string');
  });
});
