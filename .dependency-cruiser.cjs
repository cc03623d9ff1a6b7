// Each rule's comment is a sentence of docs/architecture.md.
const rooms = (...names) => `^src/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'policies-know-only-what-a-policy-is',
      comment: 'A policy imports src/policy and nothing else: no engine, no node module, no npm package.',
      severity: 'error',
      from: { path: '^policies/', pathNot: '^policies/index\\.ts$' },
      to: { pathNot: '^src/policy/' },
    },
    {
      name: 'the-list-knows-only-policies',
      comment: 'policies/index.ts lists the policies and does nothing else.',
      severity: 'error',
      from: { path: '^policies/index\\.ts$' },
      to: { pathNot: ['^policies/', '^src/policy/policy\\.ts$'] },
    },
    {
      name: 'the-list-is-handed-over',
      comment:
        'The engine is handed its policies: only src/cli, the tests, the benchmarks and the docs generator import the list.',
      severity: 'error',
      from: { pathNot: ['^src/cli/', '^test/', '^scripts/', '^bench/'] },
      to: { path: '^policies/index\\.ts$' },
    },
    {
      name: 'policy-stands-alone',
      comment: 'src/policy imports itself alone.',
      severity: 'error',
      from: { path: '^src/policy/' },
      to: { pathNot: '^src/policy/' },
    },
    {
      name: 'engine-is-pure',
      comment: 'src/engine imports src/policy, ajv, fast-json-patch and re2js: no node module, no clock, no network.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { pathNot: ['^src/(engine|policy)/', '^node_modules/(ajv|fast-json-patch|re2js)/'] },
    },
    ...['admission', 'audit', 'report', 'facts', 'cluster', 'config'].map((room) => ({
      name: `${room}-meets-no-neighbour`,
      comment: `src/${room} imports the engine, src/policy and src/files, and never another room: what it needs of one is handed to it.`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms(room, 'engine', 'policy', 'files') },
    })),
    {
      name: 'files-stand-alone',
      comment: 'src/files watches files for whoever asks, and imports no other room.',
      severity: 'error',
      from: { path: '^src/files/' },
      to: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms('files') },
    },
    {
      name: 'server-serves-admission',
      comment: 'src/server imports src/admission and src/files, and no other room.',
      severity: 'error',
      from: { path: '^src/server/' },
      to: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms('server', 'admission', 'files') },
    },
    {
      name: 'certs-are-handed-their-cluster',
      comment: 'certs/ imports no other room: the cluster that it writes to is handed to it.',
      severity: 'error',
      from: { path: '^certs/' },
      to: { path: ['^src/', '^policies/'] },
    },
    {
      name: 'express-stays-in-server',
      comment: 'Only src/server knows express and the metrics that it serves.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms('server') },
      to: { path: '(^|node_modules/|@types/)(express|prom-client)(/|$)' },
    },
    {
      name: 'http-has-two-users',
      comment:
        'HTTP and TLS are spoken by src/server, which answers, and by src/cluster, which asks the API server; nobody else opens a ' +
        'connection or looks up a name.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms('server', 'cluster') },
      to: { path: '^(node:)?(https?|http2|tls|dns|dgram)(/|$)' },
    },
    {
      name: 'sockets-have-two-users',
      comment:
        'Nor does anybody else know sockets: certs/ asks node:net whether a name is an IP address, and src/cli/serve/listen.ts ' +
        'which port a server got.',
      severity: 'error',
      from: {
        path: ['^src/', '^certs/', '^policies/'],
        pathNot: [rooms('server', 'cluster'), '^certs/(issue|ensure)\\.ts$', '^src/cli/serve/listen\\.ts$'],
      },
      to: { path: '^(node:)?net$' },
    },
    {
      name: 'the-process-is-not-imported',
      comment:
        'Nobody imports the process: it is there by its name, under which eslint sees who reads the environment.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'] },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'client-node-stays-in-cluster',
      comment:
        'Only src/cluster knows the Kubernetes client: loading it costs a second, so nothing else may pull it in.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms('cluster') },
      to: { path: '(^|node_modules/)@kubernetes/' },
    },
    {
      name: 'nothing-imports-the-root',
      comment: 'src/cli is the composition root: it imports everything and nothing imports it.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'], pathNot: rooms('cli') },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no-cycles',
      comment: 'No import goes round in a circle.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Every module is reached from somewhere.',
      severity: 'error',
      from: { orphan: true, path: ['^src/', '^certs/', '^policies/'], pathNot: '^src/cli/main\\.ts$' },
      to: {},
    },
    {
      name: 'names-say-something',
      comment: 'No file is named utils, helpers, common, misc, types, constants or index (but policies/index.ts).',
      severity: 'error',
      from: {},
      to: {
        path: '/(utils?|helpers?|common|misc|types|constants|index)\\.ts$',
        pathNot: '^policies/index\\.ts$',
      },
    },
    {
      name: 'shipped-code-uses-shipped-packages',
      comment: 'What ships imports no development dependency, except for types.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-stay-out',
      comment: 'What ships imports no test, script or benchmark.',
      severity: 'error',
      from: { path: ['^src/', '^certs/', '^policies/'] },
      to: { path: '^(test|scripts|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
