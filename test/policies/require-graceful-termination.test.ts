import policy from '../../policies/require-graceful-termination.js';
import { container, deployment, job, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const sleeping = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const running = (...command: readonly string[]) => ({ lifecycle: { preStop: { exec: { command } } } });
const ports = [{ containerPort: 8080 }];
const others = { 'require-prestop-hook': { sleepSeconds: 4, drainSeconds: 20 } };
const path = '/spec/terminationGracePeriodSeconds';

testPolicy(policy, {
  accepts: [
    { name: 'the default of 30 s', object: pod() },
    { name: 'exactly the time to drain', object: pod({ terminationGracePeriodSeconds: 10 }) },
    { name: 'null, which is the default', object: deployment({ terminationGracePeriodSeconds: null }) },
    { name: 'a sleep that leaves enough', object: pod({ containers: [container(sleeping(20))] }) },
    {
      name: 'commands that do more than sleep, because nobody can say how long',
      object: pod({
        containers: [
          container(running('sh', '-c', 'sleep 60; nginx -s quit')),
          container(running('sleep', '60', '60')),
        ],
      }),
    },
    {
      name: 'texts that no sleep reads as a time',
      object: pod({
        containers: [container(running('sleep', '60w')), container({ name: 'b', ...running('sh', '-c', 'sleep m') })],
      }),
    },
    {
      name: 'hooks of init and ephemeral containers, which nothing runs at the end',
      object: pod({
        initContainers: [container({ name: 'init', ...sleeping(60) })],
        ephemeralContainers: [container({ name: 'debug', ...sleeping(60) })],
      }),
    },
    ...['30', '${GRACE:=60}', 'long'].map((terminationGracePeriodSeconds) => ({
      name: `${terminationGracePeriodSeconds} as text, which is no number of seconds`,
      object: pod({ terminationGracePeriodSeconds, containers: [container(sleeping(5))] }),
    })),
    {
      name: 'a shorter drain where the settings say so',
      object: pod({ terminationGracePeriodSeconds: 3 }),
      settings: { drainSeconds: 3 },
    },
  ],
  rejects: [
    {
      name: 'a kill at once',
      object: pod({ terminationGracePeriodSeconds: 0 }),
      violations: [
        { path, message: 'the grace period of 0 s leaves less than 10 s', fix: [{ op: 'set', path, value: 10 }] },
      ],
      mended: pod({ terminationGracePeriodSeconds: 10 }),
    },
    {
      name: 'what leaves no room for the hook that another policy demands',
      object: pod({ terminationGracePeriodSeconds: 5, containers: [container({ ports })] }),
      others,
      violations: [
        { path, message: 'the grace period of 5 s leaves less than 10 s', fix: [{ op: 'set', path, value: 24 }] },
      ],
      mended: pod({ terminationGracePeriodSeconds: 24, containers: [container({ ports })] }),
    },
    {
      name: 'what leaves no room for that hook where more time to drain is demanded here than there',
      object: pod({ terminationGracePeriodSeconds: 5, containers: [container({ ports })] }),
      settings: { drainSeconds: 30 },
      others,
      violations: [{ path, message: 'the grace period of 5 s leaves less than 30 s' }],
      mended: pod({ terminationGracePeriodSeconds: 34, containers: [container({ ports })] }),
    },
    {
      name: 'what leaves no time for a hook that is there',
      object: pod({ terminationGracePeriodSeconds: 5, containers: [container({ ports, ...sleeping(1) })] }),
      others,
      violations: [{ path, message: 'the grace period of 5 s leaves less than 10 s after a preStop sleep of 1 s' }],
      mended: pod({ terminationGracePeriodSeconds: 11, containers: [container({ ports, ...sleeping(1) })] }),
    },
    {
      name: 'a Job that declares ports, of which nobody demands a hook',
      object: job({ terminationGracePeriodSeconds: 5, containers: [container({ ports })] }),
      others,
      violations: [
        {
          path: '/spec/template/spec/terminationGracePeriodSeconds',
          message: 'the grace period of 5 s leaves less than 10 s',
        },
      ],
      mended: job({ terminationGracePeriodSeconds: 10, containers: [container({ ports })] }),
    },
    {
      name: 'a kill at once of a Job',
      object: job({ terminationGracePeriodSeconds: 0 }),
      violations: [
        {
          path: '/spec/template/spec/terminationGracePeriodSeconds',
          message: 'the grace period of 0 s leaves less than 10 s',
        },
      ],
      mended: job({ terminationGracePeriodSeconds: 10 }),
    },
    {
      name: 'the default after too long a sleep',
      object: deployment({ containers: [container(sleeping(5)), container({ name: 'b', ...sleeping(25) })] }),
      violations: [
        {
          path: '/spec/template/spec/terminationGracePeriodSeconds',
          message: 'the grace period of 30 s leaves less than 10 s after a preStop sleep of 25 s',
        },
      ],
      mended: deployment({
        terminationGracePeriodSeconds: 35,
        containers: [container(sleeping(5)), container({ name: 'b', ...sleeping(25) })],
      }),
    },
    {
      name: 'a sleep by command, and one of a sidecar',
      object: pod({
        terminationGracePeriodSeconds: 20,
        containers: [container(running('/bin/sh', '-c', 'sleep 11')), container(running('sleep', '12'))],
        initContainers: [container({ name: 'proxy', restartPolicy: 'Always', ...running('bash', '-c', ' sleep 15 ') })],
      }),
      violations: [{ path, message: 'the grace period of 20 s leaves less than 10 s after a preStop sleep of 15 s' }],
      mended: pod({
        terminationGracePeriodSeconds: 25,
        containers: [container(running('/bin/sh', '-c', 'sleep 11')), container(running('sleep', '12'))],
        initContainers: [container({ name: 'proxy', restartPolicy: 'Always', ...running('bash', '-c', ' sleep 15 ') })],
      }),
    },
    {
      name: 'sleeps with a unit, or a fraction that is rounded up',
      object: deployment({
        terminationGracePeriodSeconds: 12,
        containers: [container(running('sh', '-c', 'sleep 10s')), container({ name: 'b', ...running('sleep', '2.1') })],
      }),
      violations: [
        {
          path: '/spec/template/spec/terminationGracePeriodSeconds',
          message: 'the grace period of 12 s leaves less than 10 s after a preStop sleep of 10 s',
        },
      ],
      mended: deployment({
        terminationGracePeriodSeconds: 20,
        containers: [container(running('sh', '-c', 'sleep 10s')), container({ name: 'b', ...running('sleep', '2.1') })],
      }),
    },
    {
      name: 'fractions of minutes, rounded up to seconds',
      object: pod({ containers: [container(running('/bin/sleep', '0.51m'))] }),
      violations: [{ path, message: 'the grace period of 30 s leaves less than 10 s after a preStop sleep of 31 s' }],
      mended: pod({ terminationGracePeriodSeconds: 41, containers: [container(running('/bin/sleep', '0.51m'))] }),
    },
    {
      name: 'hours, and days in a shell that names the command by its path',
      object: pod({
        terminationGracePeriodSeconds: 3700,
        containers: [
          container(running('sleep', '1h')),
          container({ name: 'b', ...running('sh', '-c', '/bin/sleep 1d') }),
        ],
      }),
      violations: [
        { path, message: 'the grace period of 3700 s leaves less than 10 s after a preStop sleep of 86400 s' },
      ],
      mended: pod({
        terminationGracePeriodSeconds: 86_410,
        containers: [
          container(running('sleep', '1h')),
          container({ name: 'b', ...running('sh', '-c', '/bin/sleep 1d') }),
        ],
      }),
    },
  ],
});
