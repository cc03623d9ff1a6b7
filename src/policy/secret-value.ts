/*
 * Schemes of stores, as vals, bank-vaults, cosign, Kong, Dapr, Spring and others read them: awskms://, aws-secretsmanager:, >>vault:. A
 * scheme that is a word as well has two slashes behind it.
 */
const STORE =
  /(?:aws[_-]?(?:kms|param(?:eter)?[_-]?store|secrets?(?:[_-]?manager)?|ssm)|azure[_-]?(?:key[_-]?vault|kms)|gcp[_-]?(?:kms|sm|secrets?(?:[_-]?manager)?)|(?:aws|azure|gcp):(?:key-?vault|kms|parameterstore|secretsmanager|secretmanager|ssm)|akeyless|berglas|conjur|encrypted(?:File)?|hashivault|keyvault|openbao|pkcs11|secretref|secrets?manager|sops|ssm(?:-secure)?|vault[_-]?kv)/
    .source;
const WORD =
  /(?:1password|akv|bitwarden|bws|doppler|env|gopass|gsm|infisical|k8s|keeper|keychain|kms|kubernetes|onepassword|pass|secrets?|vault)/
    .source;
const STORED = new RegExp(
  `^(?:>>)?(?:(?:secretref\\+|vals\\+)[a-z]{1,32}:|${STORE}:|${WORD}://|k8s:secrets?/|(?:vault|bao):)\\S{1,2048}$`,
);
const STORED_IN_BRACES = /^\{vault:\/\/[^{}\s]{1,1024}\}$/;

/** Values that switch something, say where a secret is, or are put together from others: none of them is a secret itself. */
const HARMLESS: readonly RegExp[] = [
  /^\s*$/,
  /^(?:true|false|yes|no|y|n|on|off|none|null|enabled|disabled|0|1|\[\]|\{\})$/i,
  // References that the kubelet, a shell or a template fills in, and nothing beside them. A name ends where its last letter does:
  // if underscores could be counted to what stands between names as well, the ways to read a text would multiply with each name.
  /^(?:(?:bearer|basic|token) )?(?:\$\([^()]{1,253}\)|\$?\$(?:__(?:env|file|vault))?\{[^{}]{0,253}(?:\$\{[^{}]{1,253}\}[^{}]{0,253})?\}|\$?\{\{[^{}]{1,253}\}\}|\$[A-Za-z_]\w{0,252}(?!\w)|%(?:\(\w{1,253}\))?s|[\s/:@._'"-])+$/i,
  // What a program or a deployment fills in: Argo CD from an entry of a Secret, Windows, Symfony, Ruby and others from the environment.
  /^\$(?:[a-z][a-z0-9-]{0,62}:)?[a-z]\w{0,62}(?:\.[A-Za-z][\w-]{0,62}){1,8}$/,
  /^(?:%[A-Z][A-Z0-9_]{1,252}%|%env\.\w{1,252}%|\$secret\{[^{}]{1,253}\}|%env\([^()]{1,253}\)%|#\{[^{}]{1,253}\}#?|\$?env:[A-Za-z_]\w{0,252})$/,
  // The same as APISIX, Vector, Telegraf, Home Assistant, Concourse, Caddy, Gravitee, Windmill and Druid write it.
  /^(?:\$(?:secret|env):\/\/\S{1,512}|SECRET\[[\w.-]{1,253}\]|@\{[\w-]{1,64}:[\w.-]{1,253}\}|!secret \w{1,253}|\(\([\w./:-]{1,253}\)\))$/i,
  /^(?:\{(?:\$|env\.|file\.)[\w./-]{1,253}\}|\{#secrets\.[^{}]{1,253}\}|\$(?:res|var):[\w./-]{1,253})$/,
  /^\{\s?"type"\s?:\s?"environment"\s?,\s?"variable"\s?:\s?"\w{1,253}"\s?\}$/,
  // What nobody reads without a further key, as Jasypt, Spring Cloud, SOPS, Mule and Ansible write it.
  /^(?:ENC\([^()]{1,4096}\)|\{cipher\}[\w+/=.:{}-]{1,4096}|ENC\[[^[\]]{1,4096}\]|!\[[\w+/=]{1,4096}\])$|^\$ANSIBLE_VAULT;/,
  // What stands where a secret was taken out, or is to be put in.
  /^(?:<[^<>]{0,253}>|\*+|x{3,}|\.{3}|\?{3}|\[?redacted\]?)$/i,
  // Folders that hold nothing but files, so that whatever follows is the name of one.
  /^\/(?:etc|mnt|opt|run|secrets?|tmp|usr|var|vault)\/[\w./-]{1,4096}$/,
  // Files by their scheme, by a drive of Windows, by an extension that nothing else ends in, or as SSH calls its keys.
  /^(?:file:|[A-Za-z]:\\)[\w./\\ -]{1,4096}$/,
  /^[\w./-]{1,255}\.(?:conf|crt|ini|jks|json|key|keystore|p12|pem|pfx|properties|toml|xml|ya?ml)$|^id_(?:dsa|ecdsa|ed25519|rsa)$/,
  // Entries of stores that hold secrets, and keys that never leave the service which keeps them.
  /^(?:arn:aws[a-z-]{0,16}:(?:secretsmanager|ssm):|awssm:|gcpsm:|op:\/\/|ref\+|sm:\/\/|vault:|projects\/[^/]{1,253}\/(?:secrets|locations\/[^/]{1,63}\/keyRings)\/)/,
  STORED,
  STORED_IN_BRACES,
  /^arn:aws[a-z-]{0,16}:[a-z0-9-]{1,63}:[\w+=,.@:/-]{1,2048}$/,
  /^alias\/[\w/-]{1,250}$/,
  /^@Microsoft\.KeyVault\([^()]{1,2048}\)$/i,
  /^[\w.-]{1,127}@azurekeyvault(?:\?[\w-]{0,127})?$/,
  /^https:\/\/[a-z0-9-]{1,127}\.(?:vault|managedhsm)\.azure\.net(?:\/[\w/-]{0,512})?$/i,
  // A program, whatever it is for: it is searched for what shows by its looks.
  /^#! ?\/[a-z]/,
  // The half of a pair of keys that everybody may know.
  /^(?:ssh-(?:dss|ed25519|rsa)|ecdsa-sha2-nistp\d{3}) [A-Za-z0-9+/]{1,4096}={0,2}(?: |$)/,
  /^\s*-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)-----/,
];

/** Whether a value under a name that says secret is a literal one. */
export function isLiteralSecret(value: string): boolean {
  const start = value.slice(0, LONGEST_VALUE);
  return !HARMLESS.some((pattern) => pattern.test(start)) && !isPath(start);
}

/** A value is read this far, in characters, where the whole of it has to have a form. */
const LONGEST_VALUE = 4_200;

/** A path from a root, a home, a variable or the working directory on; in a key-value store of Vault it begins with the mount. */
const PATH = /^(~|\.{1,2}|\$\{\w{1,128}\}|\$\(\w{1,128}\)|\$\w{1,128}|kv|secret)?((?:\/[\w.@-]{1,255})+)\/?$/;

/**
 * Whether a value is a path. Base64 has slashes as well, so that a path ends in the extension of a file, or has several segments
 * of small letters, none of which looks like chance.
 */
function isPath(value: string): boolean {
  const [, start, rest = ''] = PATH.exec(value) ?? [];
  if (/\.[A-Za-z][A-Za-z0-9]{1,9}$/.test(rest)) return true;
  const segments = rest.split('/').slice(1);
  return segments.length > (start === undefined ? 1 : 0) && segments.every(isPlain);
}

/** Whether a value is a folder by an absolute path, be it of one segment. Under a name that says secret that may be a password. */
export function isDirectory(value: string): boolean {
  const [root, ...segments] = value.split('/');
  return root === '' && segments.every((segment) => segment === '' || isPlain(segment));
}

function isPlain(segment: string): boolean {
  return /^[a-z0-9._-]+$/.test(segment) && !segment.split(/[._-]/).some(looksRandom);
}

/** Whether a word is too long for one, or has letters and digits as they come. Nobody names a file or an object so by hand. */
export function looksRandom(word: string): boolean {
  if (word.length >= 32) return true;
  return word.length >= 12 && (word.match(/[a-z][0-9]|[0-9][a-z]/gi) ?? []).length >= 2;
}

/** Whether a value looks so in one of its parts. */
export function hasRandomPart(value: string): boolean {
  return value.split(/[^A-Za-z0-9]/).some(looksRandom);
}

/** Whether a value is a UUID, which may be the number of a thing as well as what opens it. */
export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
