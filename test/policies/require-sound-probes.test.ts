import policy from '../../policies/require-sound-probes.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, cronJob, deployment, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const ports = [{ name: 'http', containerPort: 8080 }];
const get = (port: string | number, more: JsonObject = {}): JsonObject => ({ httpGet: { path: '/ok', port }, ...more });
const one = (fields: JsonObject): JsonObject => pod({ containers: [container(fields)] });
const at = (path: string): string => `/spec/containers/0/${path}`;
const same = 'container "app": the liveness probe asks the same as the readiness probe and gives up no later';
const byNumber = 'Declare the port in ports, or ask one that is declared.';
const byName = 'Give a port of this container that name in ports, or ask one by its name or its number.';
const undeclared = (kind: string, port: string): string =>
  `container "app": the ${kind} probe asks port ${port}, which is not declared`;

testPolicy(policy, {
  accepts: [
    { name: 'containers without probes', object: pod() },
    {
      name: 'ports by name and by number, and more patience for liveness',
      object: one({ ports, readinessProbe: get('http'), livenessProbe: get(8080, { failureThreshold: 6 }) }),
    },
    {
      name: 'the number of a port that another container of the pod declares',
      object: pod({
        containers: [container({ ports, readinessProbe: get(4180), livenessProbe: { tcpSocket: { port: 4190 } } })],
        initContainers: [
          container({
            name: 'proxy',
            restartPolicy: 'Always',
            ports: [{ containerPort: 4180 }, { containerPort: 4190 }],
          }),
        ],
      }),
    },
    {
      name: 'a port that is declared for UDP, and for TCP as well under another name or by another container',
      object: pod({
        containers: [
          container({
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
              { name: 'metrics', containerPort: 9153, protocol: 'UDP' },
            ],
            readinessProbe: get(53),
            startupProbe: { tcpSocket: { port: 'dns' } },
            livenessProbe: get('metrics'),
          }),
          container({ name: 'b', ports: [{ containerPort: 9153, protocol: null }] }),
        ],
      }),
    },
    {
      name: 'the port 0 of what Knative serves, which is the one that serves, and another that it lets nobody declare',
      object: {
        ...deployment({
          containers: [
            container({ ports, readinessProbe: { tcpSocket: { port: 0 } }, livenessProbe: get(9090) }),
            container({ name: 'cache', ports, readinessProbe: { httpGet: { path: '/ok', port: null } } }),
          ],
        }),
        apiVersion: 'serving.knative.dev/v1',
        kind: 'Service',
      },
    },
    { name: 'a number where no port is declared', object: one({ readinessProbe: get(8080) }) },
    {
      name: 'the same question with more time before the kill, by the period or the threshold',
      object: pod({
        containers: [
          container({ readinessProbe: get(80, { periodSeconds: 5 }), livenessProbe: get(80, { periodSeconds: 20 }) }),
          container({ name: 'b', readinessProbe: get(80), livenessProbe: get(80, { failureThreshold: 4 }) }),
        ],
      }),
    },
    {
      name: 'the same question asked more often, with more time before the kill all the same',
      object: one({ readinessProbe: get(80), livenessProbe: get(80, { periodSeconds: 5, failureThreshold: 7 }) }),
    },
    {
      name: 'another question in the same rhythm',
      object: one({ readinessProbe: get(80), livenessProbe: { tcpSocket: { port: 80 } } }),
    },
    {
      name: 'a quick end of what a startup probe has seen starting',
      object: one({
        startupProbe: get(80, { failureThreshold: 30 }),
        livenessProbe: get(80, { periodSeconds: 1, failureThreshold: 2 }),
      }),
    },
    {
      name: 'exactly ten seconds, before liveness or the startup probe gives up',
      object: pod({
        containers: [
          container({ livenessProbe: get(80, { initialDelaySeconds: 4, periodSeconds: 2, failureThreshold: 3 }) }),
          container({
            name: 'b',
            startupProbe: get(80, { initialDelaySeconds: 4, periodSeconds: 2, failureThreshold: 3 }),
          }),
        ],
      }),
    },
    {
      name: 'numbers in quotes and those that are yet to be filled in, which nobody can judge',
      object: pod({
        containers: [
          container({ readinessProbe: get(80), livenessProbe: get(80, { periodSeconds: 1, failureThreshold: '30' }) }),
          container({
            name: 'b',
            livenessProbe: get(80, { initialDelaySeconds: '${DELAY:=30}', periodSeconds: 1, successThreshold: '1' }),
            startupProbe: { exec: { command: ['ok'] }, periodSeconds: '5', failureThreshold: 1 },
          }),
        ],
      }),
    },
    { name: 'readiness that wants to be sure', object: one({ readinessProbe: get(80, { successThreshold: 2 }) }) },
    {
      name: 'a probe of another host',
      object: one({ ports, readinessProbe: { tcpSocket: { host: 'db', port: 5432 } } }),
    },
    { name: 'probes without a handler, as none', object: one({ ports, readinessProbe: {}, livenessProbe: {} }) },
    {
      name: 'init and ephemeral containers, which have no probes',
      object: pod({
        initContainers: [container({ name: 'init', readinessProbe: get('nowhere') })],
        ephemeralContainers: [container({ name: 'debug', readinessProbe: get('nowhere') })],
      }),
    },
  ],
  rejects: [
    {
      name: 'ports that are not declared',
      object: one({
        ports,
        readinessProbe: get(8081),
        livenessProbe: { grpc: { port: 9000 } },
        startupProbe: { tcpSocket: { port: 'htpp' } },
      }),
      violations: [
        { path: at('readinessProbe/httpGet/port'), message: undeclared('readiness', '8081'), remedy: byNumber },
        { path: at('livenessProbe/grpc/port'), message: undeclared('liveness', '9000'), remedy: byNumber },
        { path: at('startupProbe/tcpSocket/port'), message: undeclared('startup', '"htpp"'), remedy: byName },
      ],
    },
    {
      name: 'ports that are declared for UDP or SCTP alone, by their number and by their name',
      object: one({
        ports: [
          { name: 'statsd', containerPort: 8125, protocol: 'UDP' },
          { name: 'signal', containerPort: 3868, protocol: 'SCTP' },
        ],
        readinessProbe: get(8125),
        livenessProbe: { tcpSocket: { port: 'statsd' }, failureThreshold: 6 },
        startupProbe: { grpc: { port: 3868 } },
      }),
      violations: [
        {
          path: at('readinessProbe/httpGet/port'),
          message: 'container "app": the readiness probe asks port 8125, which is not declared for TCP',
          remedy: 'Ask a port that is declared for TCP, or declare this one for it too: probes do not use UDP or SCTP.',
        },
        {
          path: at('livenessProbe/tcpSocket/port'),
          message: 'container "app": the liveness probe asks port "statsd", which is not declared for TCP',
        },
        {
          path: at('startupProbe/grpc/port'),
          message: 'container "app": the startup probe asks port 3868, which is not declared for TCP',
        },
      ],
    },
    {
      name: 'a port that another container declares for UDP alone',
      object: pod({
        containers: [
          container({ ports, readinessProbe: get(8125) }),
          container({ name: 'b', ports: [{ containerPort: 8125, protocol: 'UDP' }] }),
        ],
      }),
      violations: [
        {
          path: at('readinessProbe/httpGet/port'),
          message: 'container "app": the readiness probe asks port 8125, which is not declared for TCP',
        },
      ],
    },
    {
      name: 'the name of a port of another container, and the number of one that has ended',
      object: pod({
        containers: [
          container({ ports, readinessProbe: get('proxy'), startupProbe: get(4190) }),
          container({ name: 'b', ports: [{ name: 'proxy', containerPort: 4180 }] }),
        ],
        initContainers: [container({ name: 'init', ports: [{ containerPort: 4190 }] })],
      }),
      violations: [
        { path: at('readinessProbe/httpGet/port'), message: undeclared('readiness', '"proxy"') },
        { path: at('startupProbe/httpGet/port'), message: undeclared('startup', '4190') },
      ],
    },
    {
      name: 'the name of a port where none is declared',
      object: one({ readinessProbe: get('http') }),
      violations: [
        {
          path: at('readinessProbe/httpGet/port'),
          message: undeclared('readiness', '"http"'),
          remedy: byName,
        },
      ],
    },
    {
      name: 'a number in quotes, whether or not the port is declared',
      object: pod({
        containers: [
          container({ ports, readinessProbe: get('8080') }),
          container({ name: 'b', startupProbe: get('1') }),
        ],
      }),
      violations: [
        {
          path: at('readinessProbe/httpGet/port'),
          message: 'container "app": the readiness probe asks port "8080", a number in quotes, which is a name',
          remedy: 'Take the quotes away: the API server refuses names without a letter.',
        },
        {
          path: '/spec/containers/1/startupProbe/httpGet/port',
          message: 'container "b": the startup probe asks port "1", a number in quotes, which is a name',
        },
      ],
    },
    {
      name: 'liveness that is readiness over again, in a sidecar',
      object: deployment({
        initContainers: [
          container({ name: 'proxy', restartPolicy: 'Always', readinessProbe: get(80), livenessProbe: get(80) }),
        ],
      }),
      violations: [
        { path: '/spec/template/spec/initContainers/0/livenessProbe', message: same.replace('app', 'proxy') },
      ],
    },
    {
      name: 'the same probes in other words: the name of the port, what the API server fills in, another first delay',
      object: one({
        ports,
        readinessProbe: get('http', { periodSeconds: 10, failureThreshold: null }),
        livenessProbe: {
          httpGet: { path: '/ok', port: 8080, scheme: 'HTTP' },
          initialDelaySeconds: 30,
          timeoutSeconds: 1,
          successThreshold: 1,
          failureThreshold: 3,
        },
      }),
      violations: [{ path: at('livenessProbe'), message: same }],
    },
    {
      name: 'the same probes in another rhythm that leaves liveness no more time',
      object: pod({
        containers: [
          container({ readinessProbe: get(80), livenessProbe: get(80, { timeoutSeconds: 2 }) }),
          container({ name: 'b', readinessProbe: get(80), livenessProbe: get(80, { periodSeconds: 9 }) }),
        ],
      }),
      violations: [
        { path: at('livenessProbe'), message: same },
        { path: '/spec/containers/1/livenessProbe', message: same.replace('app', 'b') },
      ],
    },
    {
      name: 'the same question with fewer failures, or as much time in all, which kills no later',
      object: pod({
        containers: [
          container({ readinessProbe: get(80), livenessProbe: get(80, { failureThreshold: 2 }) }),
          container({
            name: 'b',
            readinessProbe: get(80),
            livenessProbe: get(80, { periodSeconds: 5, failureThreshold: 6 }),
          }),
          container({ name: 'c', readinessProbe: get(80, { successThreshold: 2 }), livenessProbe: get(80) }),
        ],
      }),
      violations: [
        { path: at('livenessProbe'), message: same },
        { path: '/spec/containers/1/livenessProbe', message: same.replace('app', 'b') },
        { path: '/spec/containers/2/livenessProbe', message: same.replace('app', 'c') },
      ],
    },
    {
      name: 'ports that are not declared, of a host that is empty and so the pod itself',
      object: one({
        ports,
        readinessProbe: { tcpSocket: { port: 81, host: '' } },
        livenessProbe: { httpGet: { port: 81, host: '' } },
      }),
      violations: [
        { path: at('readinessProbe/tcpSocket/port'), message: undeclared('readiness', '81') },
        { path: at('livenessProbe/httpGet/port'), message: undeclared('liveness', '81') },
      ],
    },
    {
      name: 'a container that is killed while it starts',
      object: cronJob({ containers: [container({ livenessProbe: get(80, { periodSeconds: 2 }) })] }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/livenessProbe',
          message: 'container "app" may be killed 6 s after its start; 10 s is the least',
        },
      ],
    },
    {
      name: 'a container that its startup probe kills while it starts, whatever its liveness probe waits for',
      object: pod({
        containers: [
          container({ startupProbe: get(80, { periodSeconds: 1, failureThreshold: 1 }) }),
          container({
            name: 'b',
            startupProbe: get(81, { initialDelaySeconds: 3, periodSeconds: 1, failureThreshold: 6 }),
            livenessProbe: get(80, { initialDelaySeconds: 60 }),
          }),
        ],
      }),
      violations: [
        {
          path: at('startupProbe'),
          message: 'container "app" may be killed 1 s after its start; 10 s is the least',
          remedy: 'Raise initialDelaySeconds, periodSeconds or failureThreshold of the startup probe.',
        },
        {
          path: '/spec/containers/1/startupProbe',
          message: 'container "b" may be killed 9 s after its start; 10 s is the least',
        },
      ],
    },
    {
      name: 'thresholds that the API server refuses',
      object: one({
        livenessProbe: get(80, { successThreshold: 2 }),
        startupProbe: get(80, { successThreshold: 3 }),
      }),
      violations: [
        {
          path: at('livenessProbe/successThreshold'),
          message: 'container "app": the liveness probe has successThreshold 2, and has to have 1',
        },
        {
          path: at('startupProbe/successThreshold'),
          message: 'container "app": the startup probe has successThreshold 3, and has to have 1',
          remedy: 'Set successThreshold to 1, or take it away: the API server refuses any other.',
        },
      ],
    },
    {
      name: 'a command every second',
      object: one({ readinessProbe: { exec: { command: ['ready'] }, periodSeconds: 1 } }),
      violations: [
        {
          path: at('readinessProbe/periodSeconds'),
          message: 'container "app": the readiness probe runs a command every 1 s; 5 s is enough',
          remedy: 'Raise periodSeconds to 5 or more: each run starts a process in the container.',
        },
      ],
    },
  ],
});
