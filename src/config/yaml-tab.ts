/** A tab at the start of a line below the first. */
const INDENTED = /(?<=\n) *\t/g;

/** The offsets of tabs that stand further to the left than text without quotes may go on. */
export function* tabsInPlain(text: string, least: number): Iterable<number> {
  for (const { 0: margin, index } of text.matchAll(INDENTED)) {
    if (margin.length <= least) yield index + margin.length - 1;
  }
}

/**
 * The offset of a tab where the text below a header such as | or > wants to be indented with spaces. Unless the header says how far
 * the text is, its first line with something in it does, so that no tab may begin that one.
 */
export function tabInBlock(text: string, header: string, around: number): number | undefined {
  const [step] = /[1-9]/.exec(header) ?? [];
  let indent = step === undefined ? Infinity : around + Number(step);
  for (const { 1: margin = '', 2: rest = '', index } of text.matchAll(/^( *)(.*)$/gm)) {
    if (rest.startsWith('\t') && margin.length < indent) return index + margin.length;
    if (rest !== '' && indent === Infinity) indent = margin.length;
  }
  return undefined;
}
