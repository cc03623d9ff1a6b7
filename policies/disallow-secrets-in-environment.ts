import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { secretUnder } from '../src/policy/secret.js';
import { variablesOf } from '../src/policy/variable.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'disallow-secrets-in-environment',
    title: 'Secrets must not stand in the environment of a container',
    description:
      'Whoever may read a Deployment reads the password in it, and so does the repository that it came from, for ever. A value ' +
      'is a secret when its name says so (DB_PASSWORD, API_TOKEN), or when it is one by its looks: a private key, a key of a ' +
      'cloud, a token of GitLab or Vault, a JSON Web Token, a webhook of Slack, Discord or Teams, a connection with its ' +
      'password, be it an address, JDBC, a DSN of Go or a line of JAAS. The value is never shown.',
    details: [
      'BASIC_AUTH=user:password is one too, and PROXY_AUTH=squid:3128 an address; HTTP_AUTH=admin:5001 is a login unless the ' +
        'host is known by its name.',
      'Where a name only hints at a secret (LICENSE_KEY, PASS, APP_KEY, API_KEYS, AUTHORIZATION), the value has to look like ' +
        'one.',
      'Switches, files, gaps such as `__DB_PASSWORD__` and references such as $(NAME), a path in a vault or a key of a KMS are ' +
        'none, and a name that speaks about a secret (TOKEN_TTL, PASSWORD_FILE) is none either.',
      'Where a name goes on after its secret word (TOKEN_BUDGET), small numbers, amounts of memory, shares, durations and ' +
        'schedules are none; where it goes on with who has to do with the secret (TOKEN_PROVIDER, DB_PASSWORD_HANDLER, ' +
        'TOKEN_SERVICE_ARGS), a value has to look like a secret: names of algorithms, classes and products such as argon2id and ' +
        'keycloak26 are none, and no address is.',
      'DB_PASSWORD_SERVICE may be the password of a service, so that only addresses, hosts, classes, plain words, flags, pairs ' +
        'and JSON are none there.',
      'Where a name goes on with whose a token or a key is (API_KEY_TIER, SECRETS_TO_SYNC), or with what has become of a ' +
        'password (PASSWORD_STATE), plain words are none, but any word may be a password (DB_PASSWORD_TENANT).',
      'A JSON Web Token that every browser gets is none where it stands alone (SUPABASE_ANON_KEY) or says so itself, nor is a ' +
        'key or token that is built into its pages (NEXT_PUBLIC_MAPBOX_TOKEN), and no placeholder is in AUTHORIZATION.',
      'Names that ask for an object (IMAGE_PULL_SECRET, TLS_SECRET, REGISTRY_SECRET, BASIC_AUTH_SECRET, DB_PASSWORD_SECRET and ' +
        'the like) may hold the name of a Secret, WEBHOOK_SECRET that of one which says server-secret, cert or tls, ' +
        'KAFKA_SSL_KEY_CREDENTIALS that of a file, TOKEN_AUTH a way to log in such as ldap, and JWT_KEY the name of a claim ' +
        'such as sub.',
      'What is encrypted or filled in elsewhere, as ENC(…), %DB_PASS% and `$__file{…}` are, is none.',
      'Options of Java (JAVA_OPTS=-Ddb.password=…), SPRING_APPLICATION_JSON and GITLAB_OMNIBUS_CONFIG are searched for settings ' +
        'whose names say secret; a name in brackets (`<password>`) is none in them, nor is a word that only says what would stand ' +
        'there in a line of GitLab that begins with #.',
    ],
    category: 'configuration',
    severity: 'high',
    remedy: 'Put the value in a Secret, and name it by valueFrom.secretKeyRef.',
    references: [
      'https://kubernetes.io/docs/concepts/configuration/secret/',
      'https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const container of workload.containers) {
      for (const { name, value, path } of variablesOf(container)) {
        const found = secretUnder(name, value);
        if (found === undefined) continue;
        const text = message(
          (show) => `container ${show(container.name)}: the environment variable ${show(name)} holds ${found}`,
        );
        yield { path, message: text };
      }
    }
  },
});
