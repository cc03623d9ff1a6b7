import { expect } from 'chai';
import fc from 'fast-check';
import { readFast } from '../../../src/cli/manifests/fast-yaml.js';
import { linesOf } from '../../../src/cli/manifests/lines.js';
import { existing } from '../../../src/cli/manifests/document.js';
import { placesIn } from '../../../src/cli/manifests/places.js';
import { scanner } from '../../../src/cli/manifests/scan.js';
import { parseYaml } from '../../../src/config/yaml.js';
import type { YamlDocument } from '../../../src/config/yaml.js';
import type { Json } from '../../../src/policy/json.js';
import { pointer } from '../../../src/policy/pointer.js';
import { oddText, seldomText, spoiled, yamlText } from './yaml-text.js';

/** Every pointer into a value, and one beyond each. */
function* pointersOf(value: unknown, at = ''): Iterable<string> {
  yield at;
  yield pointer(at, 'nothing', 0);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) yield* pointersOf(child, pointer(at, name));
}

/** What both readers make of a text, where both can read it and it is more than one scalar, which no manifest is. */
function readBoth(text: string): { readonly value: Json; readonly slow: YamlDocument } | undefined {
  const fast = readFast(text);
  const [slow] = [...parseYaml(text)];
  if (fast === undefined || slow === undefined || slow.problems.length > 0) return undefined;
  return typeof fast.value === 'object' && fast.value !== null ? { value: fast.value, slow } : undefined;
}

/** Holds both readers of a document to one another, and gives how many places each of the two quick ways could tell. */
function compare(text: string): { readonly parsed: number; readonly scanned: number } {
  const told = { parsed: 0, scanned: 0 };
  const both = readBoth(text);
  if (both === undefined) return told;
  const { value, slow } = both;
  expect(value, text).to.deep.equal(slow.value);
  const { positionOf } = linesOf(text);
  const quick = { parsed: placesIn(text), scanned: scanner(text) };
  for (const path of pointersOf(value)) {
    const found = { parsed: quick.parsed?.(path), scanned: quick.scanned?.(existing(value, path)) };
    for (const way of ['parsed', 'scanned'] as const) {
      if (found[way] === undefined) continue;
      told[way]++;
      expect(positionOf(found[way]), `${path}, ${way}, in ${JSON.stringify(text)}`).to.deep.equal(slow.locate(path));
    }
  }
  return told;
}

describe('the two readers of YAML', function () {
  this.timeout(60_000);

  it('agree on what a document says, and on where it says it', () => {
    const told = { documents: 0, scanned: 0 };
    fc.assert(
      fc.property(yamlText, (text) => {
        const { parsed, scanned } = compare(text);
        told.documents += parsed > 0 ? 1 : 0;
        told.scanned += scanned;
      }),
      { numRuns: 800, seed: 4 },
    );
    // A list behind a comma may be a key, so that the slower reader is asked where quotes are not easily told.
    expect(told.documents).to.be.greaterThan(700);
    expect(told.scanned).to.be.greaterThan(1000);
  });

  it('agree on what people write more seldom', () => {
    let scanned = 0;
    fc.assert(
      fc.property(seldomText, (text) => {
        scanned += compare(text).scanned;
      }),
      { numRuns: 400, seed: 4 },
    );
    expect(scanned).to.be.greaterThan(500);
  });

  it('leave the places in a text with quotes of many million characters to one that finds them', () => {
    const text = `- a: "${'b'.repeat(17_000_000)}"\n- c\n`;
    expect([scanner(text), placesIn(text)?.('/1')]).to.deep.equal([undefined, text.length - 2]);
  });

  it('agree on odd documents that both can read', () => {
    fc.assert(
      fc.property(fc.oneof(oddText, spoiled(seldomText)), (text) => {
        compare(text);
      }),
      { numRuns: 1500, seed: 4 },
    );
  });
});
