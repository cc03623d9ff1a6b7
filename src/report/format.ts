import { toJson } from './json.js';
import type { Report } from './report.js';
import { toText } from './text.js';
import type { Paint } from './text.js';

export const formats = ['text', 'json'] as const;
export type Format = (typeof formats)[number];

/** The report in a format, in pieces to be written one after the other. */
export function render(report: Report, format: Format, paint: Paint): Iterable<string> {
  switch (format) {
    case 'text':
      return toText(report, paint);
    case 'json':
      return toJson(report);
  }
}
