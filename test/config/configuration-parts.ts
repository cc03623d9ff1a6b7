import { policies } from '../../policies/index.js';
import type { ConfigurationParts } from '../../src/config/configuration.js';
import { parseConfiguration } from '../../src/config/parse.js';
import type { ParsedConfiguration } from '../../src/config/parse.js';
import { definePolicy } from '../../src/policy/policy.js';
import { workloads } from '../../src/policy/workload.js';

/** A policy that asks for facts, so that the tests need not know which of the real ones does. */
const askingPolicy = definePolicy({
  meta: {
    id: 'require-inspected-images',
    title: 'Images must have been looked at',
    description: 'It exists in tests.',
    category: 'images',
    severity: 'low',
    remedy: 'Look at them.',
    references: [],
  },
  target: workloads,
  needs: ['images'],
  settings: {},
  *check() {
    yield { path: '', message: 'nobody looked' };
  },
});

export const parts: ConfigurationParts = {
  policies: [...policies, askingPolicy],
  images: {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        keys: { type: 'array', items: { type: 'string' }, default: [] },
        receipts: { type: 'array', items: { type: 'string' }, default: [] },
      },
    },
    check: ({ keys }) =>
      Array.isArray(keys) && keys[0] === 'worn' ? [{ path: '/keys/0', message: 'this key is worn out' }] : [],
  },
};

const HEADER = 'apiVersion: seaworthy.dev/v1\nkind: Configuration\n';

/** Parses a configuration whose own lines start at 3. */
export function parse(body: string): ParsedConfiguration {
  return parseConfiguration(HEADER + body, 'c.yaml', parts);
}

/** The problems as line:column path: message; none for a good configuration. */
export function problemsIn(text: string): readonly string[] {
  const parsed = parseConfiguration(text, 'c.yaml', parts);
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

export function problemsBelowHeader(body: string): readonly string[] {
  return problemsIn(HEADER + body);
}
