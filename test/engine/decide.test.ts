import { expect } from 'chai';
import { decide } from '../../src/engine/decide.js';
import type { Finding, Mode } from '../../src/engine/finding.js';
import type { Injection } from '../../src/engine/inject.js';
import type { Inspection } from '../../src/engine/inspect.js';
import { requireFlag, requireTeam } from './sample-policies.js';

const subject = { kind: 'Deployment', name: 'web', profile: 'production' };

function finding(mode: Mode, message: string, path = '/spec/containers/0/flag', policy = requireFlag.meta): Finding {
  return { policy, mode, path, message, remedy: 'Do.' };
}

function inspection(findings: readonly Finding[], injections: readonly Injection[] = []): Inspection {
  return { findings, injections, object: {} };
}

describe('engine/decide', () => {
  it('allows what has no finding, and says nothing', () => {
    expect(decide(inspection([]), subject)).to.deep.equal({ allowed: true, warnings: [], auditAnnotations: {} });
  });

  it('denies with every finding in one message, its place, and what to run next', () => {
    const findings = [
      finding('enforce', 'container "web" has no flag'),
      finding('enforce', 'no team', '/metadata/labels/a~1b', requireTeam.meta),
    ];
    expect(decide(inspection(findings), subject).message).to.equal(
      [
        'Deployment "web" is not ready for production (profile production): 2 findings',
        '  require-flag: container "web" has no flag (spec.containers[0].flag)',
        '  require-team: no team (metadata.labels[a/b])',
        'Fix: seaworthy explain require-flag require-team',
      ].join('\n'),
    );
  });

  it('names the command that writes fixes where one of the denied findings has a fix', () => {
    const fix = [{ op: 'set', path: '/spec/containers/0/flag', value: true }] as const;
    const mendable = { ...finding('enforce', 'no flag'), fix };
    const noTeam = finding('enforce', 'no team', '', requireTeam.meta);
    expect(decide(inspection([noTeam, mendable]), subject).message).to.match(
      /\nFix: seaworthy explain require-team require-flag, or seaworthy fix FILE$/,
    );
    expect(decide(inspection([noTeam, { ...mendable, mode: 'warn' }]), subject).message).to.match(
      /\nFix: seaworthy explain require-team$/,
    );
  });

  it('speaks of one finding in the singular, and names each policy once', () => {
    const { message = '' } = decide(inspection([finding('enforce', 'a')]), subject);
    expect(message).to.match(/: 1 finding\n/);
    expect(decide(inspection([finding('enforce', 'a'), finding('enforce', 'b')]), subject).message).to.match(
      /explain require-flag$/,
    );
  });

  it('warns, and records every finding in the annotations', () => {
    const verdict = decide(
      inspection([finding('warn', 'a'), finding('audit', 'b'), finding('audit', 'no team', '', requireTeam.meta)]),
      subject,
    );
    expect(verdict).to.deep.equal({
      allowed: true,
      warnings: ['require-flag: a'],
      auditAnnotations: {
        'require-flag': '/spec/containers/0/flag: a; /spec/containers/0/flag: b',
        'require-team': '/: no team',
      },
    });
  });

  it('says what the Pods of a template will be given, in one warning for each container', () => {
    const edit = { op: 'set', path: '/x', value: '100m' } as const;
    const injections: Injection[] = [
      { policy: requireFlag.meta, edit, container: 'web', field: 'resources.requests.cpu' },
      { policy: requireFlag.meta, edit, container: 'web', field: 'resources.limits.cpu' },
      {
        policy: requireFlag.meta,
        edit: { ...edit, value: { sleep: { seconds: 5 } } },
        container: 'log',
        field: 'lifecycle.preStop',
      },
    ];
    expect(decide(inspection([], injections), subject).warnings).to.deep.equal([
      'require-flag: container "web" will be given resources.requests.cpu: 100m, resources.limits.cpu: 100m',
      'require-flag: container "log" will be given lifecycle.preStop: {sleep:{seconds:5}}',
    ]);
  });

  it('keeps a message under 16 KiB, cut at whole lines, and names every policy all the same', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      finding('enforce', `container "ü${index}" has no flag`, `/spec/containers/${index}/flag`),
    );
    const { message = '' } = decide(
      inspection([...many, finding('enforce', 'no team', '', requireTeam.meta)]),
      subject,
    );
    const lines = message.split('\n');
    expect(Buffer.byteLength(message))
      .to.be.lessThan(16 * 1024)
      .and.greaterThan(15 * 1024);
    expect(lines.at(-1)).to.equal('Fix: seaworthy explain require-flag require-team');
    expect(lines.at(-2)).to.equal(`  and ${5001 - (lines.length - 3)} more`);
    expect(lines.at(-3)).to.match(/^ {2}require-flag: .*\)$/);
  });

  it('keeps warnings printable, different, and within what the API server passes on', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      finding('warn', `line\nbreak \u0007 ${'x'.repeat(300)} ${index % 2}`),
    );
    const { warnings } = decide(
      inspection([...many, ...Array.from({ length: 300 }, (_, index) => finding('warn', `number ${index}`))]),
      subject,
    );
    // eslint-disable-next-line no-control-regex -- these are the characters that make a warning vanish
    for (const warning of warnings) expect(warning).to.not.match(/[\u0000-\u001f\u007f]/);
    expect(new Set(warnings).size).to.equal(warnings.length);
    expect(Math.max(...warnings.map(({ length }) => length))).to.equal(256);
    expect(Buffer.byteLength(warnings.join(''))).to.be.lessThan(4096);
    expect(warnings.at(-1)).to.match(/^seaworthy: and \d+ more warnings$/);
  });

  it('keeps annotations short, with a count of what was left out', () => {
    const many = Array.from({ length: 500 }, (_, index) => finding('audit', `message ${index}`));
    const annotation = decide(inspection(many), subject).auditAnnotations['require-flag'] ?? '';
    expect(annotation.length).to.be.at.most(1024);
    expect(annotation).to.match(/; and \d+ more$/);
  });

  it('puts notes of the review before all other warnings', () => {
    expect(
      decide(inspection([finding('warn', 'a')]), subject, ['seaworthy: a label names no profile']).warnings,
    ).to.deep.equal(['seaworthy: a label names no profile', 'require-flag: a']);
  });
});
