import type { Json, JsonObject } from '../../../src/policy/json.js';

/** The fields of a garden: one for each thing that a structural schema can say about shape. */
const properties: JsonObject = {
  size: { type: 'integer' },
  depth: { type: 'number', nullable: true },
  name: { type: 'string', default: 'anonymous' },
  open: { type: 'boolean' },
  gate: { 'x-kubernetes-int-or-string': true },
  beds: {
    type: 'array',
    items: {
      type: 'object',
      required: ['plant'],
      properties: { plant: { type: 'string' }, count: { type: 'integer' } },
    },
  },
  labels: { type: 'object', additionalProperties: { type: 'string' } },
  sheds: { type: 'object', additionalProperties: { type: 'object', properties: { tools: { type: 'integer' } } } },
  notes: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { author: { type: 'string' } } },
  anything: { 'x-kubernetes-preserve-unknown-fields': true },
  empty: { type: 'object' },
  loose: { type: 'object', additionalProperties: true },
  resource: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
};

const spec: JsonObject = { type: 'object', required: ['size', 'name'], properties };

export const gardenDefinition: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gardens.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Garden', plural: 'gardens', singular: 'garden', listKind: 'GardenList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec } } },
      },
    ],
  },
};

export function garden(itsSpec: Json): JsonObject {
  return { apiVersion: 'example.com/v1', kind: 'Garden', metadata: { name: 'a' }, spec: itsSpec };
}

const sample: JsonObject = { size: 1 };

/** What is put into each field in turn. */
const VALUES: readonly Json[] = [
  'text',
  5,
  1.5,
  true,
  null,
  {},
  [],
  { a: 'b' },
  { a: 5 },
  { a: null },
  { a: { tools: 5 } },
  [{}],
  [null],
];

const whole: JsonObject = { ...sample, beds: [{ plant: 'rose', count: 3 }], sheds: { a: { tools: 1 } } };

export const gardenSpecs: readonly Json[] = [
  null,
  {},
  sample,
  whole,
  { ...sample, unheardOf: 1 },
  { ...sample, Size: 1 },
  ...Object.keys(properties).flatMap((key) => VALUES.map((value) => ({ ...sample, [key]: value }))),
  ...['rose', 5, null].map((plant) => ({ ...sample, beds: [{ plant }] })),
  { ...sample, beds: [{ plant: 'rose', height: 1 }] },
  { ...sample, depth: null, name: null, size: null },
  { ...sample, loose: { a: [{ b: 1 }] } },
  { ...sample, sheds: { a: { tool: 1 } } },
  { ...sample, notes: { author: 5 } },
  { ...sample, notes: { author: 'a', other: {} } },
  { ...sample, resource: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} } },
  { ...sample, resource: { apiVersion: 'v1', kind: 'Pod', metadata: { nam: 'a' } } },
];
