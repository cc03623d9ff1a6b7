import { expect } from 'chai';
import { concerns, select } from '../../src/engine/select.js';
import type { OptIn } from '../../src/engine/scope.js';
import { rulesFor } from './sample-rules.js';

interface Row {
  readonly title: string;
  readonly labels: OptIn;
  readonly own?: Parameters<typeof rulesFor>[0];
  readonly ceiling?: 'enforce' | 'warn' | 'audit';
  readonly judges: Readonly<Record<string, string>>;
  readonly injectors?: readonly string[];
}

const production = { 'require-flag': 'enforce', 'require-team': 'enforce' };

const rows: readonly Row[] = [
  { title: 'no label: nothing runs', labels: {}, judges: {} },
  { title: 'enforce denies', labels: { enforce: 'production' }, judges: production },
  { title: 'warn warns', labels: { warn: 'production' }, judges: { 'require-flag': 'warn', 'require-team': 'warn' } },
  {
    title: 'audit records',
    labels: { audit: 'production' },
    judges: { 'require-flag': 'audit', 'require-team': 'audit' },
  },
  {
    title: 'the strongest label whose profile contains the policy wins',
    labels: { enforce: 'production', warn: 'strict' },
    judges: { ...production, 'require-room': 'warn' },
  },
  {
    title: 'a weaker label is not heard where a stronger one speaks',
    labels: { warn: 'production', audit: 'strict' },
    judges: { 'require-flag': 'warn', 'require-room': 'audit', 'require-team': 'warn' },
  },
  {
    title: "a policy's own mode lowers it",
    labels: { enforce: 'production' },
    own: { production: { policies: { 'require-team': { mode: 'warn' } } } },
    judges: { 'require-flag': 'enforce', 'require-team': 'warn' },
  },
  {
    title: "a policy's own mode never raises it",
    labels: { audit: 'production' },
    own: { production: { policies: { 'require-team': { mode: 'enforce' } } } },
    judges: { 'require-flag': 'audit', 'require-team': 'audit' },
  },
  {
    title: 'a policy that is off does not run',
    labels: { enforce: 'production' },
    own: { production: { policies: { 'require-team': false, 'require-flag': { mode: 'off' } } } },
    judges: {},
  },
  {
    title: 'a stronger label whose profile has the policy off leaves it to the weaker one',
    labels: { enforce: 'production', warn: 'lenient' },
    own: {
      production: { policies: { 'require-team': false } },
      lenient: { extends: 'production', policies: { 'require-team': {} } },
    },
    judges: { 'require-flag': 'enforce', 'require-team': 'warn' },
  },
  {
    title: 'the ceiling lowers all',
    labels: { enforce: 'production' },
    ceiling: 'audit',
    judges: { 'require-flag': 'audit', 'require-team': 'audit' },
  },
  {
    title: 'the ceiling raises nothing',
    labels: { audit: 'production' },
    ceiling: 'warn',
    judges: { 'require-flag': 'audit', 'require-team': 'audit' },
  },
  {
    title: 'inject adds and does not judge',
    labels: { inject: 'production' },
    judges: {},
    injectors: ['require-flag'],
  },
  { title: 'the ceiling of audit injects nothing', labels: { inject: 'production' }, ceiling: 'audit', judges: {} },
  {
    title: 'inject: false takes a policy out of injection, not out of judging',
    labels: { enforce: 'production', inject: 'production' },
    own: { production: { policies: { 'require-flag': { inject: false } } } },
    judges: production,
  },
];

describe('engine/select', () => {
  for (const { title, labels, own = {}, ceiling = 'enforce', judges, injectors = [] } of rows) {
    it(title, () => {
      const selection = select(rulesFor(own, { ceiling }), labels);
      expect(Object.fromEntries(selection.judges.map(({ policy, mode }) => [policy.meta.id, mode]))).to.deep.equal(
        judges,
      );
      expect(selection.injectors.map(({ policy }) => policy.meta.id)).to.deep.equal(injectors);
    });
  }

  it('takes the settings from the profile of the label that won', () => {
    const own = { strict: { policies: { 'require-room': { least: 7 } } } };
    const { judges } = select(rulesFor(own), { audit: 'strict' });
    expect(judges.find(({ policy }) => policy.meta.id === 'require-room')?.settings).to.deep.equal({ least: 7 });
  });

  it('tells the settings that judge, else those of the profile that adds, of what is in force', () => {
    const own = {
      strict: { policies: { 'require-room': { least: 7 } } },
      patient: { extends: 'strict', policies: { 'require-room': { least: 9 } } },
    };
    const leastUnder = (labels: OptIn): unknown => select(rulesFor(own), labels).settingsOf('require-room')?.['least'];
    expect(leastUnder({ audit: 'strict' })).to.equal(7);
    expect(leastUnder({ inject: 'strict' })).to.equal(7);
    expect(leastUnder({ warn: 'patient', inject: 'strict' })).to.equal(9);
    expect(leastUnder({ enforce: 'production', inject: 'production' })).to.equal(undefined);
  });

  it('asks images and pod security about ephemeral containers, and resources about a resize', () => {
    const categories = ['images', 'pod-security', 'resources', 'availability'] as const;
    expect(categories.filter((category) => concerns(category, 'ephemeralcontainers'))).to.deep.equal([
      'images',
      'pod-security',
    ]);
    expect(categories.filter((category) => concerns(category, 'resize'))).to.deep.equal(['resources']);
    expect(categories.filter((category) => concerns(category, undefined))).to.deep.equal([...categories]);
  });
});
