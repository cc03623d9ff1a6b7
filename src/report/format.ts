import type { Paint } from './paint.js';
import type { Report } from './report.js';
import type { SarifSetting } from './sarif.js';

export const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = (typeof formats)[number];

/** What the formats have to know beyond the report. */
export interface Setting extends SarifSetting {
  readonly paint: Paint;
}

/** The report in a format, in pieces to be written one after the other. No other format is loaded. */
export async function render(report: Report, format: Format, setting: Setting): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return (await import('./text.js')).toText(report, setting.paint);
    case 'json':
      return (await import('./json.js')).toJson(report);
    case 'sarif':
      return (await import('./sarif.js')).toSarif(report, setting);
    case 'junit':
      return (await import('./junit.js')).toJunit(report);
    case 'github':
      return (await import('./github.js')).toGithub(report, setting.paint);
  }
}
