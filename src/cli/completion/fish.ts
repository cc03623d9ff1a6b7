import type { Flag, Offer, Place } from './vocabulary.js';

/** A script for fish 3.0 or newer. */
export function toFish(places: readonly Place[]): string {
  return `# Completion of seaworthy for fish, made by: seaworthy completion fish
function __seaworthy_command
    set -l command ''
    for word in (commandline -opc)[2..-1]
        switch "$command $word"
            case ${places.slice(1).map(enters).join(' ')}
                set command (string trim -- "$command $word")
        end
    end
    echo $command
end
complete -c seaworthy -f
${places.flatMap(linesOf).join('\n')}
`;
}

/** The state before a command's last word, and that word. */
function enters({ path }: Place): string {
  return `'${path.includes(' ') ? path : ` ${path}`}'`;
}

function linesOf({ path, flags, offer }: Place): readonly string[] {
  const when = `complete -c seaworthy -n 'test (__seaworthy_command) = "${path}"'`;
  const offered = offer.words.map(({ text, description }) => `${when} -a ${text}${means(description)}`);
  const files = offer.files ? [`${when} -F`] : [];
  return [...offered, ...files, ...flags.map((flag) => `${when}${flagOf(flag)}`)];
}

function flagOf({ names, description, value }: Flag): string {
  const typed = names.map((name) => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`));
  return typed.join('') + (value === undefined ? '' : follows(value)) + means(description);
}

function follows({ words, files }: Offer): string {
  if (files) return ' -r -F';
  return words.length === 0 ? ' -x' : ` -x -a '${words.map(({ text }) => text).join(' ')}'`;
}

function means(description: string): string {
  return description === '' ? '' : ` -d '${description.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
