/** Words after which a name speaks of something about a secret: where it lies, how long it may be, how long it holds. */
const ABOUT: ReadonlySet<string> = new Set(
  (
    'addr address age alert alg algo algorithm allowlist alphabet annotation argument arn attempt attr attribute audience authenticator ' +
    'authority backend before behavior behaviour bit blacklist blocklist bucket byte cache callback char character charset check checker checksum chunk ' +
    'claim class cleaner cleanup cmd column command complexity condition config confirmation constraint converter cookie cost count counter ' +
    'criteria cron curve datacenter date day deadline decoder delay delimiter denylist depth description dialog digit dir ' +
    'directory disabled documentation domain duration enabled encoder encoding encryption endpoint engine entropy ' +
    'env event exclude exclusion exp expiration expire expired expiry extension extractor factory feature field file filename ' +
    'filter flag flow folder form format formatter frequency from generator grace grant granularity group guard hasher hashing header helper ' +
    'hint history host hour id index indicator injector input inspector instruction interceptor interval invalidation issuer ' +
    'iteration jitter kid kind label language latency layout leeway length level library lifecycle lifespan lifetime limit ' +
    'limiter link locale location lockout log logging lookup lowercase manager mapper mapping margin mask masking ' +
    'matcher max maximum message metadata method middleware min minimum minute mode model month mount mtime name namespace note ' +
    'notice number offset option ordering origin padding page param parameter parser path pattern percent percentage ' +
    'period permission persistence placeholder policy polling port position precision predicate prefix priority probability ' +
    'profile project prompt propagation property protect protection protocol purpose quality quota range rate ratio realm reason recipient recovery ' +
    'redirect ref refresher regex regexp region reload reloader reminder renderer renewal request required ' +
    'requirement reset resolver resource response restriction result retention retriever retry review role rotation round ' +
    'route rule sampling sanitizer schedule scanning schema scheme scope screen script second section selector sensitivity ' +
    'separator sequence serialization serializer setting severity signer size skew slot source spec standard ' +
    'statement status step storage store strategy strength style subject suffix symbol syncer synchronization table ' +
    'template threshold throttle throttling time timeout timestamp timezone title tolerance topic transformer ' +
    'transport ttl type uid uppercase uri url usage use user username validation validator validity variable ' +
    'verification verifier verify version view visibility warning watcher week weight whitelist width window writable year zone ' +
    'cfg conf crt css html ini js json lua md properties py sh sql toml tpl ts xml yaml yml'
  ).split(' '),
);

/** Words for who or what deals with secrets: TOKEN_PROVIDER=vault is a setting, API_KEY_PROVIDER_STRIPE=… a secret. */
const DEALERS: ReadonlySet<string> = new Set('driver handler logger processor provider renewer service'.split(' '));

/** Words for whose a secret is, or for what it is: API_KEY_TIER=premium is a setting, DB_PASSWORD_TENANT=… a secret. */
const OWNERS: ReadonlySet<string> = new Set('exchange list state tenant tier to vendor'.split(' '));

/** Whether a word, or what it is the plural of, is such a word: issuers, policies, addresses. */
export function isAbout(word: string): boolean {
  return singularsOf(word).some((one) => ABOUT.has(one));
}

/** Whether a word says who deals with a secret. */
export function isDealer(word: string): boolean {
  return singularsOf(word).some((one) => DEALERS.has(one));
}

/** Whether a word says whose a secret is, or for what. */
export function isOwner(word: string): boolean {
  return singularsOf(word).some((one) => OWNERS.has(one));
}

function singularsOf(word: string): readonly string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
