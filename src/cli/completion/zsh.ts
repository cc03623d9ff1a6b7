import type { Flag, Offer, Place, Word } from './vocabulary.js';

/** A script for a folder of zsh's fpath, or to be sourced after compinit. */
export function toZsh(places: readonly Place[]): string {
  return `#compdef seaworthy
# Completion of seaworthy for zsh, made by: seaworthy completion zsh
_seaworthy() {
  local command='' previous=\${words[CURRENT - 1]} files='' word
  local -a flags offered
  if [[ $PREFIX == --*=* ]]; then
    previous=\${PREFIX%%=*}
    compset -P '*='
  fi
  for word in \${words[2,CURRENT - 1]}; do
    case "$command $word" in
      (${places.slice(1).map(enters).join('|')}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command $previous" in
${places.flatMap(({ path, flags }) => flags.flatMap((flag) => valueCase(path, flag))).join('\n')}
    (*)
      case "$command" in
${places.map(placeCase).join('\n')}
      esac
      if [[ $PREFIX == -* ]]; then
        offered=("\${flags[@]}") files=''
      fi ;;
  esac
  if (( \${#offered} )); then _describe seaworthy offered; fi
  if [[ -n $files ]]; then _files; fi
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _seaworthy "$@"
else
  compdef _seaworthy seaworthy
fi
`;
}

/** The state before a command's last word, and that word. */
function enters({ path }: Place): string {
  return `'${path.includes(' ') ? path : ` ${path}`}'`;
}

function valueCase(path: string, { names, value }: Flag): readonly string[] {
  if (value === undefined) return [];
  return [`    (${names.map((name) => `'${path} ${name}'`).join('|')}) ${assign(value)} ;;`];
}

function placeCase({ path, flags, offer }: Place): string {
  const all = flags.flatMap(({ names, description }) => names.map((text) => ({ text, description })));
  return `        ('${path}') flags=(${described(all)}) ${assign(offer)} ;;`;
}

function assign({ words, files }: Offer): string {
  return `offered=(${described(words)}) files='${files ? 'yes' : ''}'`;
}

/** As _describe wants them: the word, a colon, and what it means. */
function described(words: readonly Word[]): string {
  return words.map(({ text, description }) => quoted(description === '' ? text : `${text}:${description}`)).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
