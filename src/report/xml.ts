import { printable } from '../policy/quote.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text for an element or an attribute. XML 1.0 has no way at all to write most control characters, and a lone surrogate or U+FFFF
 * ends every reader's patience, so what cannot be printed is replaced. Line breaks stay.
 */
export function xmlText(text: string): string {
  const lines = text.split('\n').map((line) => printable(line).replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD'));
  return lines.join('\n').replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The attributes of an element, each with a space before it; what is undefined is left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}="${xmlText(String(value)).replaceAll('\n', '&#10;')}"`],
    )
    .join('');
}
