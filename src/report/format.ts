import { toGithub } from './github.js';
import { toJson } from './json.js';
import { toJunit } from './junit.js';
import type { Paint } from './paint.js';
import type { Report } from './report.js';
import { toSarif } from './sarif.js';
import type { SarifSetting } from './sarif.js';
import { toText } from './text.js';

export const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = (typeof formats)[number];

/** What the formats have to know beyond the report. */
export interface Setting extends SarifSetting {
  readonly paint: Paint;
}

/** The report in a format, in pieces to be written one after the other. */
export function render(report: Report, format: Format, setting: Setting): Iterable<string> {
  switch (format) {
    case 'text':
      return toText(report, setting.paint);
    case 'json':
      return toJson(report);
    case 'sarif':
      return toSarif(report, setting);
    case 'junit':
      return toJunit(report);
    case 'github':
      return toGithub(report, setting.paint);
  }
}
