import policy from '../../policies/restrict-image-registries.js';
import { container, cronJob, deployment, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const settings = { allow: ['registry.example.com/shop/', 'docker.io/library'] };
const foreign = 'ghcr.io/somebody/tool:1';
const proxy = { containers: [container({ name: 'istio-proxy', image: 'auto' })] };
const injected = { name: 'web', labels: { 'sidecar.istio.io/inject': 'true' } };
const text = (who: string, image: string, fault = 'is from no registry that is allowed'): string =>
  `${who}: image "${image}" ${fault}`;

testPolicy(policy, {
  accepts: [
    { name: 'anything, while the settings name nothing', object: pod({ containers: [container({ image: foreign })] }) },
    { name: 'what is under an allowed prefix', object: deployment(), settings },
    {
      name: 'what docker.io is meant for',
      object: cronJob({ containers: [container({ image: 'postgres:17' })] }),
      settings,
    },
    {
      name: 'what Istio will put another image in the place of',
      object: { ...deployment(), spec: { template: { metadata: injected, spec: proxy } } },
      settings: { allow: ['registry.example.com'] },
    },
    {
      name: 'the same in the manifest of a Pod',
      object: { ...pod(proxy), metadata: injected },
      settings: { allow: ['registry.example.com'] },
      isManifest: true,
    },
    { name: 'what is not denied', object: pod(), settings: { deny: ['ghcr.io'] } },
    {
      name: 'a container without an image, which another policy finds',
      object: pod({ containers: [{ name: 'a' }] }),
      settings,
    },
  ],
  rejects: [
    {
      name: 'what Istio has left in a Pod of a cluster',
      object: { ...pod(proxy), metadata: injected },
      settings: { allow: ['registry.example.com'] },
      violations: [
        { path: '/spec/containers/0/image', message: text('container "istio-proxy"', 'auto'), subject: 'auto' },
      ],
    },
    {
      name: 'images of every class of containers, and of volumes',
      object: pod({
        containers: [container({ image: foreign })],
        initContainers: [
          container({ name: 'init', image: 'registry.example.com.evil.com/shop/init:1' }),
          container({ name: 'proxy', restartPolicy: 'Always', image: 'registry.example.com/shop-b/proxy:1' }),
        ],
        ephemeralContainers: [container({ name: 'debug', image: 'busybox/debug' })],
        volumes: [{ name: 'model', image: { reference: foreign } }],
      }),
      settings,
      violations: [
        { path: '/spec/containers/0/image', message: text('container "app"', foreign), subject: foreign },
        {
          path: '/spec/initContainers/0/image',
          message: text('container "init"', 'registry.example.com.evil.com/shop/init:1'),
        },
        {
          path: '/spec/initContainers/1/image',
          message: text('container "proxy"', 'registry.example.com/shop-b/proxy:1'),
        },
        { path: '/spec/ephemeralContainers/0/image', message: text('container "debug"', 'busybox/debug') },
        { path: '/spec/volumes/0/image/reference', message: text('volume "model"', foreign) },
      ],
    },
    {
      name: 'what is denied, though it is allowed',
      object: deployment({ containers: [container({ image: 'registry.example.com:443/shop/old/app:1' })] }),
      settings: { ...settings, deny: ['registry.example.com/shop/old'] },
      violations: [
        {
          path: '/spec/template/spec/containers/0/image',
          message: text(
            'container "app"',
            'registry.example.com:443/shop/old/app:1',
            'is from a registry that is denied',
          ),
        },
      ],
    },
    {
      name: 'an address, of which the password is not shown',
      object: pod({ containers: [container({ image: 'https://me:tall-ships@x/app:1' })] }),
      settings,
      violations: [
        {
          path: '/spec/containers/0/image',
          message: text('container "app"', 'https://me:…@x/app:1', 'is no image reference'),
        },
      ],
    },
    {
      name: 'what is no image reference',
      object: pod({ containers: [container({ image: 'registry.example.com/shop/ app' })] }),
      settings,
      violations: [
        {
          path: '/spec/containers/0/image',
          message: text('container "app"', 'registry.example.com/shop/ app', 'is no image reference'),
        },
      ],
    },
  ],
});
