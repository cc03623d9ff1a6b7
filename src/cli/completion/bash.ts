import type { Flag, Offer, Place, Word } from './vocabulary.js';

/** Offers what was found, as far as it begins with what is typed. */
const REPLY = `  COMPREPLY=()
  while IFS= read -r reply; do
    COMPREPLY+=("$reply")
  done < <(
    if [ -n "$words" ]; then compgen -W "$words" -- "$current"; fi
    if [ -n "$files" ]; then compgen -f -- "$current"; fi
  )
  # Folders get their slash and blanks their backslash, where the shell is new enough to know how.
  if [ -n "$files" ] && type compopt > /dev/null 2>&1; then compopt -o filenames 2> /dev/null; fi
  return 0
`;

/** A script for bash 3.2 or newer, with or without the package bash-completion. */
export function toBash(places: readonly Place[]): string {
  return `# Completion of seaworthy for bash, made by: seaworthy completion bash
_seaworthy() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command='' flags='' words='' files='' index reply
  # In --format=json the sign is a word of its own.
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$previous" = '=' ] && [ "$COMP_CWORD" -gt 2 ]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
      ${places.slice(1).map(enters).join(' | ')})
        command="\${command:+$command }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$command $previous" in
${places.flatMap(({ path, flags }) => flags.flatMap((flag) => valueCase(path, flag))).join('\n')}
    *)
      case "$command" in
${places.map(placeCase).join('\n')}
      esac
      if [ "\${current#-}" != "$current" ]; then
        words=$flags files=''
      fi ;;
  esac
${REPLY}}
complete -F _seaworthy seaworthy
`;
}

/** The state before a command's last word, and that word. */
function enters({ path }: Place): string {
  return `'${path.includes(' ') ? path : ` ${path}`}'`;
}

function valueCase(path: string, { names, value }: Flag): readonly string[] {
  if (value === undefined) return [];
  return [`    ${names.map((name) => `'${path} ${name}'`).join(' | ')}) ${assign(value)} ;;`];
}

function placeCase({ path, flags, offer }: Place): string {
  return `        '${path}') flags='${flags.flatMap(({ names }) => names).join(' ')}' ${assign(offer)} ;;`;
}

function assign({ words, files }: Offer): string {
  return `words='${words.map(({ text }: Word) => text).join(' ')}' files='${files ? 'yes' : ''}'`;
}
