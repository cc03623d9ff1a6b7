import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { reduceReport } from '../../src/facts/scan-report.js';
import type { Supplement } from '../../src/facts/scan-report.js';
import type { WrittenRecord } from '../../src/facts/record.js';
import { readRecord } from '../../src/facts/record.js';
import type { Json, JsonObject } from '../../src/policy/json.js';

const TRIVY = 'test/fixtures/scans/trivy.json';
const GRYPE = 'test/fixtures/scans/grype.json';
const GATE = 'sha256:f4d0d402438aacf80294091b72b8346032c15fad6019a0a6e72a1df03056fdf2';
const GATE_MANIFEST = 'sha256:b9bde5563727e190956ba423da771cca7b6776134b0950c812ae7c3bbb8b6fec';

async function read(file: string): Promise<Readonly<Record<string, JsonObject>>> {
  return JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, JsonObject>>;
}

/** A sample report with some fields of its own. */
async function changed(file: string, fields: JsonObject): Promise<Json> {
  return { ...(await read(file)), ...fields };
}

function record(report: Json, supplement: Supplement = {}): WrittenRecord {
  const reduced = reduceReport(report, supplement);
  if (typeof reduced === 'string') throw new Error(reduced);
  expect(readRecord(JSON.parse(JSON.stringify(reduced))), 'what is written can be read').to.be.an('object');
  return reduced;
}

/** The sample of Grype, as if the image had been named so. */
async function gateAs(userInput: string): Promise<Json> {
  const { source } = await read(GRYPE);
  return changed(GRYPE, { source: { type: 'image', target: { ...(source?.['target'] as JsonObject), userInput } } });
}

describe('the reduction of a report', () => {
  it('keeps the worst twenty findings and counts them all', async () => {
    const matches = Array.from({ length: 30 }, (_, index) => ({
      vulnerability: { id: `CVE-2026-${100 + index}`, severity: index === 29 ? 'Critical' : 'Low' },
    }));
    const { counts, ids = [] } = record(await changed(GRYPE, { matches }));
    expect(counts.low).to.deep.equal({ total: 29, fixable: 0 });
    expect(ids).to.have.length(20);
    expect(ids[0]).to.deep.equal({ id: 'CVE-2026-129', severity: 'critical', fixable: false });
  });

  it('takes a fixed status for a fix, and reads the database of older Grypes', async () => {
    const Vulnerabilities = [{ VulnerabilityID: 'CVE-1', Severity: 'HIGH', Status: 'fixed' }];
    const trivy = record(await changed(TRIVY, { Results: [{ Target: 'app', Vulnerabilities }] }));
    expect(trivy.counts.high).to.deep.equal({ total: 1, fixable: 1 });
    const db = { built: '2026-11-19T01:02:03Z', schemaVersion: 5 };
    const descriptor = { name: 'grype', version: '0.70.0', timestamp: '2026-11-20T10:00:00+02:00', db };
    expect(record(await changed(GRYPE, { descriptor })).scanner.dbUpdatedAt).to.equal('2026-11-19T01:02:03.000Z');
  });

  it('never takes the image ID for the digest', async () => {
    const { Metadata } = await read(TRIVY);
    const report = await changed(TRIVY, { Metadata: { ...Metadata, RepoDigests: [] } });
    expect(reduceReport(report, {})).to.contain('holds no digest').and.contain('--digest');
    expect(record(report, { digest: GATE }).digest).to.equal(GATE);
  });

  it('takes the digest by which the image was scanned, if the registry agrees', async () => {
    expect(record(await gateAs(`registry.example.com/team/gate@${GATE}`)).digest).to.equal(GATE);
    const ArtifactName = `registry.example.com/team/app@${GATE}`;
    expect(reduceReport(await changed(TRIVY, { ArtifactName }), {})).to.contain('different digests');
  });

  it('takes no side between different digests', async () => {
    const report = await gateAs('registry.example.com/team/gate:2');
    expect(reduceReport(report, {})).to.contain(GATE).and.contain(GATE_MANIFEST).and.contain('--digest');
    expect(record(report, { digest: GATE_MANIFEST }).digest).to.equal(GATE_MANIFEST);
  });

  it('asks for the end of the scan where the report does not say', async () => {
    const report = await changed(GRYPE, { descriptor: { name: 'grype', timestamp: '' } });
    expect(reduceReport(report, {})).to.contain('--finished-at');
    expect(record(report, { finishedAt: '2026-11-20T12:00:00+02:00' }).finishedAt).to.equal('2026-11-20T10:00:00.000Z');
    expect(reduceReport(await changed(TRIVY, { CreatedAt: 'noon' }), {})).to.contain('"noon" is no time');
  });

  it('refuses what is no report of an image', async () => {
    expect(reduceReport({ bomFormat: 'CycloneDX' }, {}))
      .to.contain('bomFormat')
      .and.contain('an SBOM is not a scan');
    expect(reduceReport([], {})).to.contain('SchemaVersion').and.contain('matches').and.contain('no object');
    expect(reduceReport({ SchemaVersion: 1 }, {})).to.contain('SchemaVersion 1');
    expect(reduceReport(await changed(TRIVY, { ArtifactType: 'filesystem' }), {})).to.contain('about a filesystem');
    expect(reduceReport(await changed(GRYPE, { source: { type: 'directory' } }), {})).to.contain('about a directory');
    expect(reduceReport(await changed(GRYPE, { descriptor: { name: 'syft' } }), {})).to.contain('"syft"');
  });
});
