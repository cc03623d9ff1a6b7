/** Whether a text is an object or a list in JSON: the parser of kubectl then reads it by other rules than those of YAML. */
export function parsesAsJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
