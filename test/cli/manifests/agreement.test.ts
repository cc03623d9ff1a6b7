import { expect } from 'chai';
import fc from 'fast-check';
import { readFast } from '../../../src/cli/manifests/fast-yaml.js';
import { linesOf } from '../../../src/cli/manifests/lines.js';
import { placesIn } from '../../../src/cli/manifests/places.js';
import { parseYaml } from '../../../src/config/yaml.js';
import { pointer } from '../../../src/policy/pointer.js';
import { oddText, yamlText } from './yaml-text.js';

/** Every pointer into a value, and one beyond each. */
function* pointersOf(value: unknown, at = ''): Iterable<string> {
  yield at;
  yield pointer(at, 'nothing', 0);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) yield* pointersOf(child, pointer(at, name));
}

/** Holds both readers of a document to one another, and gives how many places the fast one could tell. */
function compare(text: string): number {
  const fast = readFast(text);
  const [slow] = [...parseYaml(text)];
  if (fast === undefined || slow === undefined || slow.problems.length > 0) return 0;
  // Text that is one scalar is no manifest, and the last word on it is nobody's business.
  if (typeof fast.value !== 'object' || fast.value === null) return 0;
  expect(fast.value, text).to.deep.equal(slow.value);
  const places = placesIn(text);
  const { positionOf } = linesOf(text);
  let told = 0;
  for (const path of places === undefined ? [] : pointersOf(fast.value)) {
    const offset = places?.(path);
    if (offset === undefined) continue;
    told++;
    expect(positionOf(offset), `${path} in ${JSON.stringify(text)}`).to.deep.equal(slow.locate(path));
  }
  return told;
}

describe('the two readers of YAML', function () {
  this.timeout(60_000);

  it('agree on what a document says, and on where it says it', () => {
    fc.assert(
      fc.property(yamlText, (text) => {
        expect(compare(text), text).to.be.greaterThan(0);
      }),
      { numRuns: 800, seed: 4 },
    );
  });

  it('agree on odd documents that both can read', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        compare(text);
      }),
      { numRuns: 1500, seed: 4 },
    );
  });
});
