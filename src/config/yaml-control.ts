/** What YAML does not let stand in a text: go.yaml.in/yaml/v2 readerc.go. In double quotes there are escape sequences for it. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** The offset of the first control character in a part of a text; undefined where there is none. */
export function controlCharacterIn(text: string, from: number, to: number): number | undefined {
  const found = text.slice(from, to).search(CONTROL);
  return found < 0 ? undefined : from + found;
}
