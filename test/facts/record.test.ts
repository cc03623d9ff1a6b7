import { expect } from 'chai';
import { readRecord } from '../../src/facts/record.js';
import { DIGEST, written } from './written.js';

describe('records', () => {
  it('are read with the worst findings and how often each was counted', () => {
    const counts = { ...written().counts, high: { total: 4, fixable: 1 } };
    const record = readRecord({
      ...written({ scanner: { name: 'grype', version: '1', dbUpdatedAt: '2026-01-14T00:00:00Z' }, counts }),
      finishedAt: '2026-01-14T12:00:00.123456789+02:00',
      ids: [
        { id: 'CVE-1', severity: 'high', fixable: true },
        { id: 'CVE-1', severity: 'high', fixable: false, count: 3 },
      ],
      fromTheFuture: true,
    });
    expect(record).to.deep.equal({
      digest: DIGEST,
      scanner: { name: 'grype', version: '1', dbUpdatedAt: '2026-01-14T00:00:00Z' },
      finishedAt: Date.UTC(2026, 0, 14, 10, 0, 0, 123),
      counts,
      worst: [
        { id: 'CVE-1', severity: 'high', fixable: true, count: 1 },
        { id: 'CVE-1', severity: 'high', fixable: false, count: 3 },
      ],
    });
  });

  const { counts } = written();
  const high = (total: number, fixable: number): object => ({ ...counts, high: { total, fixable } });
  const id = { id: 'CVE-1', severity: 'high', fixable: true };
  const broken: Readonly<Record<string, readonly [fields: object, complaint: string]>> = {
    'a digest that is none': [{ digest: 'sha256:31DF' }, 'digest must match pattern'],
    'no scanner': [{ scanner: undefined }, "the record must have required property 'scanner'"],
    'a scanner with control characters': [{ scanner: { name: 'tri\u001bvy' } }, 'scanner.name must match pattern'],
    'a time without its offset': [{ finishedAt: '2026-01-14T12:00:00' }, 'finishedAt must match format'],
    'a severity without its count': [
      { counts: { ...counts, critical: undefined } },
      "counts must have required property 'critical'",
    ],
    'a count below nothing': [{ counts: high(-1, 0) }, 'counts.high.total must be >= 0'],
    'more fixable findings than findings': [
      { counts: high(1, 2) },
      'counts.high has more fixable findings than findings',
    ],
    'more named findings than were counted': [
      { counts: high(2, 0), ids: [id] },
      'ids names more high findings than counts.high has',
    ],
    'more names than twenty': [
      { counts: high(99, 99), ids: Array.from({ length: 21 }, () => id) },
      'ids must NOT have more than 20',
    ],
    'names without their severity': [{ ids: ['CVE-1'] }, 'ids.0 must be object'],
  };
  for (const [name, [fields, complaint]] of Object.entries(broken)) {
    it(`are refused for ${name}`, () => {
      expect(readRecord(JSON.parse(JSON.stringify({ ...written(), ...fields }))))
        .to.be.a('string')
        .that.contains(complaint);
    });
  }
});
