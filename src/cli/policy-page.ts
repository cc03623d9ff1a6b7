import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.js';
import { packageRoot } from './package-root.js';

/** The page of a policy as the package ships it. */
export async function pageOf(id: string): Promise<string> {
  try {
    return await readFile(join(packageRoot(), 'docs', 'policies', `${id}.md`), 'utf8');
  } catch {
    throw new Failure(`the page of ${id} is missing from this installation: docs/policies/${id}.md`);
  }
}

/** The column of a page's first table that says whether the bad example was mended by edits when the page was made. */
const FIX = 'fix';

/** Whether a policy's violations carry edits, as its page says: it takes an example, which the package does not ship, to find out. */
export function saysFix(page: string): boolean {
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  const [head = [], , values = []] = rows.slice(0, 3).map((row) => row.split('|').map((cell) => cell.trim()));
  return values[head.indexOf(FIX)]?.startsWith('yes') === true;
}
