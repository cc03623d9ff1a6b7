/** Where a text is indented, by the names of kubectl's parser: go.yaml.in/yaml/v2 scannerc.go. */
export interface Indentation {
  /** How many brackets are open. Between them indentation means nothing. */
  readonly flow: number;
  /** The columns, from 0, of the lists and maps around that are written without brackets. */
  readonly indents: number[];
}

/** The least column, from 0, of text that goes on in another line. */
export function least({ indents }: Indentation): number {
  return (indents.at(-1) ?? -1) + 1;
}

/** Lists and maps end before what stands further to the left. */
export function unroll({ flow, indents }: Indentation, column: number): void {
  if (flow > 0) return;
  while ((indents.at(-1) ?? -1) > column) indents.pop();
}

/** A list or a map begins where something stands further to the right than all around it. */
export function roll(around: Indentation, column: number): void {
  unroll(around, column);
  if (around.flow === 0 && column >= least(around)) around.indents.push(column);
}

/** Whether a list or a map that goes on at a column begins there. */
export function isAround(around: Indentation, column: number): boolean {
  unroll(around, column);
  return around.indents.at(-1) === column;
}
