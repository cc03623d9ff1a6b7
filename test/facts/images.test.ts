import { expect } from 'chai';
import { combineProviders } from '../../src/facts/images.js';
import type { ImageProvider } from '../../src/facts/images.js';
import { readRecord } from '../../src/facts/record.js';
import type { Fact, ScanEvidence } from '../../src/policy/facts.js';
import { IMAGE, written } from './written.js';
import { timed } from '../timed.js';

const record = readRecord(written());
if (typeof record === 'string') throw new Error(record);
const OTHER = 'registry.example.com/other';

function evidence(lookedIn: string, some: Partial<ScanEvidence> = {}): Fact<ScanEvidence> {
  return { known: true, value: { trusted: [], untrusted: [], lookedIn: [lookedIn], ...some } };
}

/** Says the same of every image, and keeps what it was asked. */
function source(fact: Fact<ScanEvidence>): { provider: ImageProvider; asked: string[] } {
  const asked: string[] = [];
  const provider: ImageProvider = (references) => {
    asked.push(...references);
    return Promise.resolve(new Map(references.map((reference) => [reference, fact])));
  };
  return { provider, asked };
}

describe('several sources of scan evidence', () => {
  it('are asked at once within a stage, and their answers joined', async () => {
    const one = source(evidence('one', { untrusted: ['unsigned'] }));
    const other = source(evidence('other', { trusted: [record] }));
    const facts = await combineProviders([[one.provider, other.provider]])([IMAGE], 0);
    expect(facts.get(IMAGE)).to.deep.equal({
      known: true,
      value: { trusted: [record], untrusted: ['unsigned'], lookedIn: ['one', 'other'] },
    });
  });

  it('are spared a later stage where an earlier one has a trusted record', async () => {
    const first: ImageProvider = (references) =>
      Promise.resolve(
        new Map(references.map((one) => [one, evidence('first', one === IMAGE ? { trusted: [record] } : {})])),
      );
    const second = source(evidence('second'));
    const facts = await combineProviders([[first], [second.provider]])([IMAGE, OTHER], 0);
    expect(second.asked).to.deep.equal([OTHER]);
    expect(facts.get(OTHER)).to.deep.equal({
      known: true,
      value: { trusted: [], untrusted: [], lookedIn: ['first', 'second'] },
    });
  });

  it('leave an image unknown when one could not be asked and no other has a trusted record', async () => {
    const failing: ImageProvider = () => Promise.reject(new Error('the registry is away'));
    const empty = source(evidence('one', { untrusted: ['unsigned'] }));
    const facts = await combineProviders([[failing, empty.provider]])([IMAGE], 0);
    expect(facts.get(IMAGE)).to.deep.equal({ known: false, reason: 'no source of scans answered in time' });
    const full = source(evidence('one', { trusted: [record] }));
    const mended = await combineProviders([[failing], [full.provider]])([IMAGE], 0);
    expect(mended.get(IMAGE)).to.have.property('known', true);
  });

  timed('are waited for until the deadline and no longer, and the others are heard all the same', async () => {
    const hanging: ImageProvider = () => new Promise(() => undefined);
    const full: ImageProvider = (references) =>
      Promise.resolve(
        new Map(references.map((one) => [one, evidence('full', one === IMAGE ? { trusted: [record] } : {})])),
      );
    const start = Date.now();
    const facts = await combineProviders([[hanging, full]])([IMAGE, OTHER], start + 50);
    expect(Date.now() - start).to.be.within(45, 1500);
    expect(facts.get(IMAGE)).to.have.property('known', true);
    expect(facts.get(OTHER)).to.deep.equal({ known: false, reason: 'no source of scans answered in time' });
  });

  it('are unknown facts, not errors, when they throw before they promise anything', async () => {
    const throwing: ImageProvider = () => {
      throw new Error('broken');
    };
    const facts = await combineProviders([[throwing]])([IMAGE], 0);
    expect(facts.get(IMAGE)).to.deep.equal({ known: false, reason: 'no source of scans answered in time' });
  });

  it('may be none at all', async () => {
    const facts = await combineProviders([])([IMAGE], 0);
    expect(facts.get(IMAGE)).to.deep.equal({ known: true, value: { trusted: [], untrusted: [], lookedIn: [] } });
  });
});
