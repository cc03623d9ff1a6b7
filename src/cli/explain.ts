import { Command } from 'commander';
import { Failure } from './failure.js';
import { writeAll } from './output.js';
import { pageOf } from './policy-page.js';
import { unknownPolicy } from './unknown-policy.js';

export function explainCommand(): Command {
  return new Command('explain')
    .description('Say why policies exist, what they demand, and how to satisfy them.')
    .argument('[policy...]', 'the policies, by id, such as require-probes')
    .usage('[options] POLICY...')
    .addHelpText('after', '\nseaworthy policies lists the ids.')
    .action(async (ids: readonly string[]) => {
      await writeAll(process.stdout, await explain(ids));
    });
}

async function explain(ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) throw new Failure('explain needs the id of a policy; seaworthy policies lists them');
  const complaints = ids.flatMap((id) => unknownPolicy(id) ?? []);
  if (complaints.length > 0) throw new Failure([...new Set(complaints)].join('\n'));
  const pages = await Promise.all([...new Set(ids)].map(pageOf));
  return [pages.join('\n---\n\n')];
}
