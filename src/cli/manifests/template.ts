/** The marks of template languages that stand in pairs: Helm, Go, GitHub, ERB, Jinja, ytt, GitLab. */
const PAIRS = [
  ['{{', '}}'],
  ['<%', '%>'],
  ['{%', '%}'],
  ['(@', '@)'],
  ['$[[', ']]'],
] as const;

/** A comment of Jinja. A shell writes ${#list} for the length of something, and that is none. */
const JINJA_COMMENT = /(?<!\$)\{#[^\n#]*#\}/;

/** A comment that ytt reads, such as #@ if or #@overlay/match. */
const YTT_COMMENT = /(?:^|\s)#@[ \ta-z]/;

/** What shows that a text is filled in later, as people write it; undefined where nothing does. */
export function templateMarkOf(text: string): string | undefined {
  for (const [open, close] of PAIRS) {
    const start = text.indexOf(open);
    if (start !== -1 && text.includes(close, start + open.length)) return `${open} ${close}`;
  }
  if (JINJA_COMMENT.test(text)) return '{# #}';
  return YTT_COMMENT.test(text) ? '#@' : undefined;
}
