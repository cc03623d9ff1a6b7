// The yardstick for `check`: reads every file below a folder and parses it with js-yaml, and does nothing else.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

const [folder = '.'] = process.argv.slice(2);
let documents = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  documents += loadAll(readFileSync(join(entry.parentPath, entry.name), 'utf8')).length;
}
process.stdout.write(`${documents}\n`);
