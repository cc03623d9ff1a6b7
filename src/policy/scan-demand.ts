import type { SettingsOf } from './settings.js';

const limit = { type: 'integer', minimum: 0 } as const;

/** The settings by which an operator says what a scan must be like: how old, by whom, and with which findings. */
export const scanDemands = {
  maxAge: {
    type: 'string',
    format: 'duration',
    description: 'How old a scan may be before it is stale.',
    default: '168h',
  },
  maxSeverity: {
    type: 'string',
    enum: ['critical', 'high', 'medium', 'low'],
    description: 'The highest severity that is let through: medium refuses images with high or critical findings.',
    default: 'high',
  },
  counts: {
    type: 'object',
    properties: { critical: limit, high: limit, medium: limit, low: limit, unknown: limit },
    additionalProperties: false,
    description:
      'The most findings of one severity, as in {critical: 0, high: 10}; where given it goes before maxSeverity.',
    default: {},
  },
  ignoreUnfixed: {
    type: 'boolean',
    description: 'Counts only findings for which a fixed version exists.',
    default: true,
  },
  allow: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1 },
        until: { type: 'string', format: 'date' },
        reason: { type: 'string', minLength: 1 },
      },
      required: ['id', 'until', 'reason'],
      additionalProperties: false,
    },
    description:
      'Findings that somebody answers for, by their exact id, up to and including a day (UTC). A receipt names its worst twenty: ' +
      'a finding beyond those cannot be allowed by its id.',
    default: [],
  },
  scanners: {
    type: 'array',
    items: { type: 'string', minLength: 1 },
    description: 'The scanners whose records count, such as trivy and grype; empty means all.',
    default: [],
  },
} as const;

export type ScanDemands = SettingsOf<typeof scanDemands>;
