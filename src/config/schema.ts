import type { ErrorObject } from 'ajv';
import { modes } from '../engine/finding.js';
import { createAjv, problemsOf } from '../engine/schema.js';
import type { Problem, Validator } from '../engine/schema.js';
import { quote } from '../policy/quote.js';

const API_VERSION = 'seaworthy.dev/v1';
const KIND = 'Configuration';

/** RFC 1123: what Kubernetes admits as the name of a namespace. */
const NAMESPACE = /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** What stands for "is not …" in a message: ajv's formats are named so that they read well there. */
const NAMESPACE_FORMAT = 'the name of a namespace';

const names = (items: object): object => ({ type: 'array', items, uniqueItems: true, default: [] });

/** Checks the shape of a configuration and fills in defaults; what the policies' settings hold is left to the profiles. */
export function compileSchema(imagesSchema: object): Validator {
  const ajv = createAjv();
  ajv.addFormat(NAMESPACE_FORMAT, NAMESPACE);
  return ajv.compile({
    type: 'object',
    required: ['apiVersion', 'kind'],
    additionalProperties: false,
    properties: {
      apiVersion: { enum: [API_VERSION] },
      kind: { enum: [KIND] },
      kubernetesVersion: { type: 'string', format: 'kubernetes-version', default: 'auto' },
      ceiling: { enum: modes.toReversed(), default: 'enforce' },
      ownedPods: { enum: ['warn', 'enforce'], default: 'warn' },
      exempt: {
        type: 'object',
        additionalProperties: false,
        properties: {
          namespaces: names({ type: 'string', format: NAMESPACE_FORMAT }),
          users: names({ type: 'string', minLength: 1 }),
        },
        default: {},
      },
      profiles: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: {
            extends: { type: 'string', minLength: 1 },
            policies: { type: 'object', default: {} },
          },
        },
        default: {},
      },
      images: imagesSchema,
    },
  });
}

/** Turns what ajv found into problems, in the words of this file where ajv cannot know better. */
export function shapeProblems(errors: readonly ErrorObject[] | null | undefined): readonly Problem[] {
  return (errors ?? []).flatMap((error) => {
    const message = complaint(error);
    return message === undefined ? problemsOf([error]) : [{ path: error.instancePath, message }];
  });
}

function complaint({ keyword, instancePath, data }: ErrorObject): string | undefined {
  switch (keyword) {
    case 'enum':
    case 'type':
      return data === null && instancePath !== '' ? 'a value is missing' : misfits[instancePath]?.(data);
    default:
      return undefined;
  }
}

/** What to say of a value that does not fit where ajv cannot know what is meant. */
const misfits: Readonly<Record<string, (got: unknown) => string | undefined>> = {
  '': () => 'this is no configuration: it holds no keys',
  '/apiVersion': (got) => `unknown apiVersion ${quote(got)}: this is ${API_VERSION}`,
  '/kind': (got) => `unknown kind ${quote(got)}: this is ${KIND}`,
  '/kubernetesVersion': (got) =>
    typeof got === 'number' ? 'a version is no number: write it in quotes, as in "1.34"' : undefined,
};
