import policy from '../../policies/require-pinned-images.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, cronJob, deployment, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const digest = `sha256:${'ab12'.repeat(16)}`;
const running = (image: unknown) => pod({ containers: [container({ image: image as string })] });
const fault = (image: string, what: string, who = 'container "app"'): string => `${who}: image "${image}" ${what}`;
const path = '/spec/containers/0/image';
const pin = 'Pin the image by its digest: name:tag@sha256:….';
const writeImage =
  'Write the image as name:version, without a scheme; where a tool fills it in, check what it has made.';
const slip = {
  space: 'Take the space away; it may be at the end, or be a line break.',
  capital: 'Write the name in small letters, as registries do; only its host and its tag may have capitals.',
  plus: 'Write the tag as the registry has it, often with a - or _ for the +: a tag is made of letters, digits, _, . and -.',
  noTag: 'Write a version after the colon, as in name:1.29.',
  at: 'Write a version after a colon, as in name:1.29; after an @ comes a digest, sha256: and 64 digits, 0 to 9 and a to f.',
  digest: 'Write the whole digest after the @: sha256: and 64 digits, 0 to 9 and a to f.',
};
const write = 'Write a list of containers, each an object with a name and an image.';
const writeSpec = 'Write the pod spec, an object with a list of containers.';
const misfits: readonly (readonly [string, JsonObject, string, string])[] = [
  ['a Pod without a spec', { kind: 'Pod' }, 'spec', 'is missing'],
  ['a Pod whose spec is null', { kind: 'Pod', spec: null }, 'spec', 'is missing'],
  ['a Pod whose spec is a list', { kind: 'Pod', spec: [] }, 'spec', 'is no object'],
  ['a Pod whose spec is a word', { kind: 'Pod', spec: 'x' }, 'spec', 'is no object'],
  ['a Deployment without a spec', { kind: 'Deployment' }, 'spec', 'is missing'],
  ['a template that is missing', { kind: 'ReplicationController', spec: {} }, 'spec.template', 'is missing'],
  ['a template that is a list', { kind: 'Deployment', spec: { template: [] } }, 'spec.template', 'is no object'],
  ['a template without a spec', { kind: 'PodTemplate', template: {} }, 'template.spec', 'is missing'],
  [
    'a template of a Job that is a word',
    { kind: 'CronJob', spec: { jobTemplate: 'x' } },
    'spec.jobTemplate',
    'is no object',
  ],
];

/** A pod of a gateway of Istio, whose injector knows the image. */
const gateway = (metadata: JsonObject, proxy: JsonObject = {}): JsonObject => {
  const containers = [container({ name: 'istio-proxy', image: 'auto', ...proxy })];
  const made = deployment({ containers });
  return { ...made, spec: { template: { metadata, spec: { containers } } } };
};
const templates = (names: string): JsonObject => ({ annotations: { 'inject.istio.io/templates': names } });
const inject = { 'sidecar.istio.io/inject': 'true' };
const gatewayPod: JsonObject = {
  ...pod({ containers: [container({ name: 'istio-proxy', image: 'auto' })] }),
  metadata: { name: 'web', labels: inject },
};
const templatePath = '/spec/template/spec/containers/0/image';
const auto = (who = 'istio-proxy') => [
  { path: templatePath, message: fault('auto', 'has no tag', `container "${who}"`) },
];

testPolicy(policy, {
  accepts: [
    { name: 'the image auto in a gateway of Istio', object: gateway(templates('gateway')) },
    {
      name: 'the image auto in a gateway of Istio, where a digest is demanded',
      object: gateway(templates('sidecar, gateway')),
      settings: { digest: true },
    },
    { name: 'the image auto where a label asks for a sidecar', object: gateway({ labels: inject }) },
    { name: 'the image auto where an annotation asks for a sidecar', object: gateway({ annotations: inject }) },
    { name: 'the image auto in the manifest of a Pod', object: gatewayPod, isManifest: true },
    { name: 'a version', object: running('nginx:1.29.4') },
    { name: 'a version at a registry with a port', object: running('registry:443/team/app:2') },
    { name: 'a digest', object: running(`nginx@${digest}`), settings: { digest: true } },
    { name: 'a digest behind latest, because the digest decides', object: running(`nginx:latest@${digest}`) },
    { name: 'an image whose name is latest', object: running('registry.example.com/latest:1') },
    { name: 'containers that are null', object: pod({ containers: null, initContainers: null }) },
    { name: 'containers that are none', object: pod({ containers: [], ephemeralContainers: [] }) },
    { name: 'containers that are missing', object: pod({ containers: undefined }) },
    {
      name: 'a kind of others that is called Job and has no template of its own',
      object: { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', spec: { tasks: [] } },
    },
    {
      name: 'pinned init containers, sidecars, ephemeral containers and image volumes',
      object: pod({
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug' })],
        volumes: [{ name: 'model', image: { reference: 'models/small:3' } }, { name: 'tmp', emptyDir: {} }, null],
      }),
    },
  ],
  rejects: [
    {
      name: 'the image auto in a Pod of a cluster, where no injector has put another in its place',
      object: gatewayPod,
      violations: [{ path: '/spec/containers/0/image', message: 'container "istio-proxy": image "auto" has no tag' }],
    },
    {
      name: 'the image auto in the manifest of a Pod that does not ask for the injector',
      object: { ...gatewayPod, metadata: { name: 'web' } },
      isManifest: true,
      violations: [{ path: '/spec/containers/0/image', message: 'container "istio-proxy": image "auto" has no tag' }],
    },
    { name: 'the image auto where nothing asks for the injector', object: gateway({}), violations: auto() },
    {
      name: 'the image auto where the injector is told to stay away',
      object: gateway({ ...templates('gateway'), labels: { 'sidecar.istio.io/inject': 'false' } }),
      violations: auto(),
    },
    {
      name: 'the image auto with a template that is no gateway',
      object: gateway(templates('gateways')),
      violations: auto(),
    },
    {
      name: 'the image auto of a container that Istio does not know',
      object: gateway(templates('gateway'), { name: 'app' }),
      violations: auto('app'),
    },
    {
      name: 'another image of the container of Istio',
      object: gateway(templates('gateway'), { image: 'proxyv2' }),
      violations: [{ path: templatePath, message: fault('proxyv2', 'has no tag', 'container "istio-proxy"') }],
    },
    {
      name: 'an image without a tag',
      object: running('nginx'),
      violations: [{ path, message: fault('nginx', 'has no tag') }],
    },
    {
      name: 'latest',
      object: deployment({ containers: [container({ image: 'nginx:latest' })] }),
      violations: [
        { path: '/spec/template/spec/containers/0/image', message: fault('nginx:latest', 'is latest, not a version') },
      ],
    },
    {
      name: 'a port that only looks like a tag',
      object: running('registry:443/app'),
      violations: [{ path, message: fault('registry:443/app', 'has no tag') }],
    },
    {
      name: 'a tag, when a digest is demanded',
      object: running('nginx:1.29.4'),
      settings: { digest: true },
      violations: [{ path, message: fault('nginx:1.29.4', 'has no digest'), remedy: pin }],
    },
    {
      name: 'a missing image with the remedy for digests, when a digest is demanded',
      object: running(undefined),
      settings: { digest: true },
      violations: [{ path, message: 'container "app" has no image', remedy: pin }],
    },
    {
      name: 'lists of containers that are no lists',
      object: deployment({ containers: 'x', initContainers: { a: { image: 'nginx' } }, ephemeralContainers: false }),
      violations: ['containers', 'initContainers', 'ephemeralContainers'].map((list) => ({
        path: `/spec/template/spec/${list}`,
        message: `${list} is no list`,
        remedy: write,
      })),
    },
    {
      name: 'entries that are no objects, each by its place, beside a container that is fine',
      object: pod({ containers: [null, container({}), [{}]], initContainers: ['nginx:1'] }),
      violations: ['containers/0', 'containers/2', 'initContainers/0'].map((place) => ({
        path: `/spec/${place}`,
        message: `${place.replace('/', '[')}] is no container`,
        remedy: write,
      })),
    },
    ...misfits.map(([name, object, field, fault]) => ({
      name,
      object,
      violations: [{ path: `/${field.replaceAll('.', '/')}`, message: `${field} ${fault}`, remedy: writeSpec }],
    })),
    {
      name: 'what is no image reference',
      object: running('nginx:1.29.4-/x'),
      violations: [{ path, message: fault('nginx:1.29.4-/x', 'is no image reference'), remedy: writeImage }],
    },
    {
      name: 'a space at the end',
      object: running('nginx:1.29.4 '),
      violations: [{ path, message: fault('nginx:1.29.4 ', 'has a space in it'), remedy: slip.space }],
    },
    {
      name: 'capitals in a name, alone or behind a host',
      object: pod({
        containers: ['Nginx:1.0', 'ghcr.io/Team/app:1', 'registry:443/App@sha256:abc'].map((image) =>
          container({ image }),
        ),
      }),
      violations: ['Nginx:1.0', 'ghcr.io/Team/app:1', 'registry:443/App@sha256:abc'].map((image, index) => ({
        path: `/spec/containers/${index}/image`,
        message: fault(image, 'has a capital letter in its name'),
        remedy: slip.capital,
      })),
    },
    {
      name: 'a + in a tag, as versions of charts have it',
      object: running('app:1.0+build'),
      violations: [{ path, message: fault('app:1.0+build', 'has a + in its tag'), remedy: slip.plus }],
    },
    {
      name: 'a colon without a tag',
      object: running('registry:443/app:'),
      violations: [{ path, message: fault('registry:443/app:', 'has a colon and no tag'), remedy: slip.noTag }],
    },
    {
      name: 'a tag after an @',
      object: running('nginx@1.29'),
      violations: [{ path, message: fault('nginx@1.29', 'has no digest after its @'), remedy: slip.at }],
    },
    {
      name: 'what a tool is to fill in yet',
      object: running('ko://example.com/cmd/web'),
      violations: [{ path, message: fault('ko://example.com/cmd/web', 'is no image reference'), remedy: writeImage }],
    },
    {
      name: 'what is no image reference, when a digest is demanded',
      object: running('ko://example.com/cmd/web'),
      settings: { digest: true },
      violations: [{ path, message: fault('ko://example.com/cmd/web', 'is no image reference'), remedy: pin }],
    },
    {
      name: 'a slip, which a digest would not mend, when one is demanded',
      object: running('ghcr.io/Org/app:1'),
      settings: { digest: true },
      violations: [
        { path, message: fault('ghcr.io/Org/app:1', 'has a capital letter in its name'), remedy: slip.capital },
      ],
    },
    {
      name: 'an address, of which the password is not shown',
      object: running('https://me:tall-ships@registry.example.com/app:1'),
      violations: [{ path, message: fault('https://me:…@registry.example.com/app:1', 'is no image reference') }],
    },
    {
      name: 'a cut digest',
      object: running('nginx@sha256:abc'),
      violations: [{ path, message: fault('nginx@sha256:abc', 'has a digest that is not whole'), remedy: slip.digest }],
    },
    {
      name: 'a name that is wrong before a digest that is not',
      object: running(`team//app@sha256:${'ab12'.repeat(16)}`),
      violations: [
        {
          path,
          message: fault(`team//app@sha256:${'ab12'.repeat(11)}a…`, 'is no image reference'),
          remedy: writeImage,
        },
      ],
    },
    {
      name: 'a missing, an empty and a null image, and a number',
      object: pod({ containers: ['', null, 5, {}].map((image) => container({ image: image as string })) }),
      violations: [0, 1, 2, 3].map((index) => ({
        path: `/spec/containers/${index}/image`,
        message: 'container "app" has no image',
      })),
    },
    {
      name: 'init containers, sidecars, ephemeral containers and image volumes',
      object: cronJob({
        initContainers: [
          container({ name: 'init', image: 'a' }),
          container({ name: 'proxy', restartPolicy: 'Always', image: 'b' }),
        ],
        ephemeralContainers: [container({ name: 'debug', image: 'c' })],
        volumes: [{ name: 'model', image: { reference: 'd:latest' } }, { image: {} }],
      }),
      violations: [
        { path: 'initContainers/0/image', message: fault('a', 'has no tag', 'container "init"') },
        { path: 'initContainers/1/image', message: fault('b', 'has no tag', 'container "proxy"') },
        { path: 'ephemeralContainers/0/image', message: fault('c', 'has no tag', 'container "debug"') },
        { path: 'volumes/0/image/reference', message: fault('d:latest', 'is latest, not a version', 'volume "model"') },
        { path: 'volumes/1/image/reference', message: 'volume "#1" has no image' },
      ].map(({ path: end, message }) => ({ path: `/spec/jobTemplate/spec/template/spec/${end}`, message })),
    },
    {
      name: 'a long reference with line breaks, in one line that fits',
      object: running(`evil\n${'x'.repeat(300)}`),
      violations: [{ path, message: fault(`evil\uFFFD${'x'.repeat(57)}…`, 'has a space in it') }],
    },
  ],
});
