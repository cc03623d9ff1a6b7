import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { installManifests, manifest } from './manifests.js';

interface CronJobSpec {
  readonly schedule: string;
  readonly suspend?: boolean;
  readonly timeZone?: string;
  readonly jobTemplate: { readonly spec: { readonly template: unknown; readonly podFailurePolicy?: unknown } };
}

const specOf = (name: string) => manifest('CronJob', name)['spec'] as CronJobSpec;

/** Whether a schedule comes up every day, once or oftener. Ranges, names and macros, which the cluster reads as well, are not used here. */
function isDaily(schedule: string): boolean {
  const [, minute = '', hour = ''] = /^(\S+) (\S+) \* \* \*$/.exec(schedule) ?? [];
  return isTime(minute, 59) && isTime(hour, 23);
}

function isTime(field: string, most: number): boolean {
  const isNumber = (part: string): boolean => /^\d{1,2}$/.test(part) && Number(part) <= most;
  return field.split(',').every((part) => part === '*' || /^\*\/[1-9]\d?$/.test(part) || isNumber(part));
}

describe('the schedules of install.yaml', () => {
  it('look at the certificates daily or oftener', () => {
    const { schedule, suspend, timeZone } = specOf('seaworthy-certs');
    expect(isDaily(schedule), schedule).to.equal(true);
    expect({ suspend, timeZone }).to.deep.equal({ suspend: undefined, timeZone: undefined });
  });

  it('run for the certificates what their first Job runs', () => {
    const first = installManifests().find(({ kind }) => kind === 'Job');
    const { ttlSecondsAfterFinished: _, ...job } = first?.['spec'] as Record<string, unknown>;
    expect(specOf('seaworthy-certs').jobTemplate.spec).to.deep.equal(job);
  });

  it('audit when the values say, which is daily or oftener', () => {
    const values = parse(readFileSync(new URL('../../deploy/chart/values.yaml', import.meta.url), 'utf8')) as {
      readonly audit: { readonly schedule: string };
    };
    const { schedule, suspend, timeZone } = specOf('seaworthy-audit');
    expect(schedule).to.equal(values.audit.schedule);
    expect(isDaily(schedule), schedule).to.equal(true);
    expect({ suspend, timeZone }).to.deep.equal({ suspend: undefined, timeZone: undefined });
  });

  it('do not run an audit again that has told of findings', () => {
    const { podFailurePolicy } = specOf('seaworthy-audit').jobTemplate.spec;
    const onExitCodes = { containerName: 'audit', operator: 'In', values: [1] };
    expect(podFailurePolicy).to.deep.equal({ rules: [{ action: 'FailJob', onExitCodes }] });
  });

  it('would not pass for daily with a day left out, or with what is no schedule', () => {
    for (const daily of ['17 3 * * *', '0,30 23 * * *', '*/15 * * * *']) expect(isDaily(daily), daily).to.equal(true);
    const others = [
      '17 3 * * 0',
      '17 3 1 * *',
      '17 3 * 1 *',
      '17 3 */2 * *',
      '60 3 * * *',
      '17 24 * * *',
      '17 3 * *',
      '',
    ];
    for (const other of others) expect(isDaily(other), other).to.equal(false);
  });
});
