import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../clone.js';

/** The blocks of a guide in one language, each as its text. */
export function blocksOf(guide: string, language: string): readonly string[] {
  const text = readFileSync(join(repository, 'docs', 'guides', guide), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, block = '']) =>
    found === language ? [block] : [],
  );
}

/** The commands of a guide, in its order. */
export function linesOf(guide: string): readonly string[] {
  return blocksOf(guide, 'sh').flatMap((block) => block.trim().split('\n'));
}
