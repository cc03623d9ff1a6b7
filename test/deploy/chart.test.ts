import { readFileSync } from 'node:fs';
import { expect } from 'chai';

/** What helm makes of the chart is tested with helm, end to end. */
describe('the chart', () => {
  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(readFileSync('deploy/chart/Chart.yaml', 'utf8'))
      .to.include(`\nversion: ${version}\n`)
      .and.to.include(`\nappVersion: ${version}\n`);
  });
});
