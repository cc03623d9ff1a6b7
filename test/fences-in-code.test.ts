import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/** The project's own rules; those that need types are left out, so that a line can be held to them without a program around it. */
const eslint = new ESLint({
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});

async function rulesBrokenBy(line: string, file: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

const PURE = ['policies/a.ts', 'src/policy/a.ts', 'src/engine/a.ts'] as const;
const IMPURE = ['src/admission/a.ts', 'certs/a.ts'] as const;
const CONNECTED = ['src/server/a.ts', 'src/cluster/a.ts'] as const;

/** What pure code alone may not say. */
const forbidden: readonly (readonly [string, string])[] = [
  ['no-restricted-properties', 'export const now = Date.now();'],
  ['no-restricted-properties', 'export const chance = Math.random();'],
  ['no-restricted-syntax', 'export const now = new Date();'],
  ['no-restricted-syntax', 'export const now = Date();'],
  ['no-restricted-globals', 'export const now = performance.now();'],
  ['no-restricted-globals', 'export const id = crypto.randomUUID();'],
  ['no-restricted-globals', "export const bytes = Buffer.from('a');"],
  ['no-restricted-globals', 'export const timer = setTimeout(String, 1);'],
  ['no-restricted-globals', 'export const timer = setInterval(String, 1);'],
  ['no-restricted-globals', 'export const timer = setImmediate(String);'],
  ['no-restricted-globals', 'export const later = queueMicrotask(String);'],
  ['no-restricted-globals', 'export const { port1 } = new MessageChannel();'],
  ['no-restricted-globals', "export const channel = new BroadcastChannel('a');"],
  ['no-restricted-properties', 'export const signal = AbortSignal.timeout(1);'],
  ['no-restricted-globals', "export const today = new Intl.DateTimeFormat('en').format();"],
  ['no-restricted-globals', 'export const today = Temporal.Now.instant();'],
  ['no-restricted-syntax', 'export const shown = (1).toLocaleString();'],
  ['no-restricted-syntax', 'export const here = import.meta.url;'],
  ['no-restricted-globals', 'export const { language } = navigator;'],
  ['no-restricted-globals', "export const now = eval('Date.now()');"],
  ['no-restricted-globals', 'export const { pid } = process;'],
];

describe('the fences around pure code', () => {
  for (const [rule, line] of forbidden) {
    it(`refuse ${line.replace('export const ', '')}`, async () => {
      for (const file of PURE) expect(await rulesBrokenBy(line, file), file).to.include(rule);
      for (const file of IMPURE) expect(await rulesBrokenBy(line, file), file).to.not.include(rule);
    });
  }

  it('let a time pass that was handed over', async () => {
    for (const file of PURE) {
      expect(await rulesBrokenBy('export const day = (at: number): Date => new Date(at);', file)).to.deep.equal([]);
    }
  });
});

describe('the fence around the network', () => {
  const lines = [
    "export const page = fetch('https://example.com');",
    "export const socket = new WebSocket('wss://example.com');",
    "export const events = new EventSource('https://example.com');",
  ];
  for (const line of lines) {
    it(`refuses ${line.replace('export const ', '')}`, async () => {
      for (const file of [...PURE, ...IMPURE, 'src/cli/a.ts', 'src/config/environment.ts']) {
        expect(await rulesBrokenBy(line, file), file).to.include('no-restricted-globals');
      }
      for (const file of CONNECTED)
        expect(await rulesBrokenBy(line, file), file).to.not.include('no-restricted-globals');
    });
  }
});

describe('the fence around what has any other name too', () => {
  const lines = [
    'export const now = globalThis.Date.now();',
    'export const { pid } = globalThis.process;',
    "export const page = global.fetch('https://example.com');",
  ];
  for (const line of lines) {
    it(`refuses ${line.replace('export const ', '')}`, async () => {
      for (const file of [...PURE, ...IMPURE, ...CONNECTED, 'src/cli/a.ts', 'src/config/environment.ts']) {
        expect(await rulesBrokenBy(line, file), file).to.include('no-restricted-globals');
      }
    });
  }
});

describe('the fence around the environment', () => {
  const line = 'export const home = process.env;';
  for (const file of [...PURE, ...IMPURE]) {
    it(`stands in ${file}`, async () => {
      expect(await rulesBrokenBy(line, file)).to.include('no-restricted-properties');
    });
  }

  for (const file of ['src/config/environment.ts', 'src/cli/a.ts']) {
    it(`is open in ${file}`, async () => {
      expect(await rulesBrokenBy(line, file)).to.not.include('no-restricted-properties');
    });
  }
});
