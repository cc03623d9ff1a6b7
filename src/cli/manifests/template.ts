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
const YTT_COMMENT = /(?<=^|\s)#@[ \ta-z]/;

/** What shows that a text is filled in later. */
export interface TemplateMark {
  /** As people write it. */
  readonly mark: string;
  /** Where the first one begins. */
  readonly offset: number;
}

/** What shows that a text is filled in later, as people write it; undefined where nothing does. */
export function templateMarkOf(text: string): string | undefined {
  return findTemplateMark(text)?.mark;
}

/** The same, and where it is. */
export function findTemplateMark(text: string): TemplateMark | undefined {
  for (const [open, close] of PAIRS) {
    const offset = text.indexOf(open);
    if (offset !== -1 && text.includes(close, offset + open.length)) return { mark: `${open} ${close}`, offset };
  }
  return findFirst('{# #}', JINJA_COMMENT, text) ?? findFirst('#@', YTT_COMMENT, text);
}

/** Most texts do not have the first two characters of the mark, which is seen several times as fast as that no pattern is there. */
function findFirst(mark: string, pattern: RegExp, text: string): TemplateMark | undefined {
  const offset = text.includes(mark.slice(0, 2)) ? text.search(pattern) : -1;
  return offset === -1 ? undefined : { mark, offset };
}
