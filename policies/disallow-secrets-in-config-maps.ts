import { configMaps } from '../src/policy/config-map.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { secretUnder } from '../src/policy/secret.js';

export default definePolicy({
  meta: {
    id: 'disallow-secrets-in-config-maps',
    title: 'Secrets must not stand in ConfigMaps',
    description:
      'A ConfigMap is read by everybody who may look around in a namespace, and is not encrypted where it is stored. The same ' +
      'is looked for as in environments: keys that say secret, and in every value private keys, keys of clouds, tokens and ' +
      'webhooks known by their looks, and connections with a password. The value is never shown.',
    details: [
      'Whole files are searched for these too, but not line by line for settings with a telling name, and where several lines ' +
        'are a file by the extension of the key (login-update-password.ftl) or a program (#!/bin/sh), what the key says about ' +
        'secrets does not count.',
      'Where a connection is a list (Server=db;Password=…, host=db password=…, cache:6379,password=…), be it in a string of ' +
        'JSON, XML, YAML or a program, a password counts beside a host on its line, or on a line of its own with the line of a ' +
        'host near; so does one near a bind_dn, by which a program logs in to a directory.',
      'What a shell, a template or a program reads from elsewhere is none: $(cat /run/secrets/db), ${PASSWORD:?}, ' +
        'os.environ["PASSWORD"], {password}.',
      'In a line that begins with #, ; or //, and is no setting of an .npmrc (//host/:_authToken=token), a password that only ' +
        'says what would stand there is none (# mysql://user:secret@host:port), nor is it anywhere in ' +
        'postgres://USER:PASSWORD@HOST; any other is.',
    ],
    category: 'configuration',
    severity: 'high',
    remedy: 'Put the value in a Secret, and mount it or name it by secretKeyRef.',
    references: [
      'https://kubernetes.io/docs/concepts/configuration/secret/',
      'https://kubernetes.io/docs/concepts/configuration/configmap/',
    ],
  },
  target: configMaps,
  settings: {},
  *check({ entries }) {
    for (const { key, value, at } of entries) {
      const found = secretUnder(key, value);
      if (found !== undefined) yield { path: at(), message: message((show) => `the key ${show(key)} holds ${found}`) };
    }
  },
});
