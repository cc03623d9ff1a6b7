import policy from '../../policies/require-ingress-tls.js';
import type { JsonObject } from '../../src/policy/json.js';
import { ingress } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const missing = (host: string, index = 0) => ({
  path: `/spec/rules/${index}/host`,
  message: `host "${host}" is in no tls entry`,
  subject: host,
});
const rules = (...hosts: readonly unknown[]) => hosts.map((host) => ({ host: host as string }));
const annotated = (annotations: JsonObject, host?: string, ingressClassName?: string): JsonObject => {
  const object = ingress(rules(host));
  const spec = { ...(object['spec'] as JsonObject), ...(ingressClassName !== undefined && { ingressClassName }) };
  return { ...object, spec, metadata: { ...(object['metadata'] as JsonObject), annotations } };
};
const CLASS = 'kubernetes.io/ingress.class';
const minion = { 'nginx.org/mergeable-ingress-type': 'minion' };
const managed = { 'networking.gke.io/managed-certificates': 'shop' };
const alb = { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-1:1:certificate/c' };
const TRAEFIK_TLS = 'traefik.ingress.kubernetes.io/router.tls';
const forAlb =
  'List HTTPS in alb.ingress.kubernetes.io/listen-ports, or name a certificate by alb.ingress.kubernetes.io/certificate-arn.';
const redirect = { 'alb.ingress.kubernetes.io/ssl-redirect': '443' };

/** An Ingress with a path for each of these hosts, and what else its spec says. */
const routed = (
  routes: readonly (readonly [host: string | null, ...paths: readonly string[]])[],
  spec: JsonObject = {},
) => {
  const object = ingress(
    routes.map(([host, ...paths]) => ({ host, http: { paths: paths.map((path) => ({ path })) } })),
  );
  return { ...object, spec: { ...(object['spec'] as JsonObject), ...spec } };
};
const CHALLENGE = '/.well-known/acme-challenge';

/** Annotations by which HTTP only redirects. */
const redirections = [
  ['nginx.ingress.kubernetes.io/force-ssl-redirect', 'true', 'nginx'],
  ['nginx.org/redirect-to-https', 'True', 'nginx'],
  ['k8s.apisix.apache.org/http-to-https', 'true', 'apisix'],
  ['zalando.org/skipper-ingress-redirect', 'true', 'skipper'],
  ['haproxy.org/ssl-redirect', 'true', 'haproxy'],
] as const;

/** Annotations that arrange for TLS, each with a class of the controller that they are meant for. */
const arrangements: readonly (readonly [annotation: string, value: string, ingressClassName: string])[] = [
  ['nginx.ingress.kubernetes.io/ssl-passthrough', 'true', 'nginx-internal'],
  ['nginx.ingress.kubernetes.io/ssl-passthrough', 'True', 'nginx'],
  ['nginx.ingress.kubernetes.io/canary', 'true', 'nginx'],
  ['kubernetes.azure.com/tls-cert-keyvault-managed', 'true', 'webapprouting.kubernetes.azure.com'],
  ['higress.io/canary', 'true', 'higress'],
  ['virtual-server.f5.com/clientssl', '[{"bigIpProfile": "/Common/clientssl"}]', 'f5'],
  ['haproxy.org/ssl-passthrough', 'true', 'haproxy'],
  ['haproxy.org/ssl-passthrough', 'enabled', 'haproxy'],
  ['haproxy.org/ssl-passthrough', 'On', 'haproxy'],
  ['haproxy-ingress.github.io/ssl-passthrough', '1', 'haproxy'],
  ['ingress.kubernetes.io/ssl-passthrough', 'true', 'haproxy'],
  ['ingress.cilium.io/tls-passthrough', 'enabled', 'cilium'],
  ['traefik.ingress.kubernetes.io/router.tls.passthrough', 'true', 'traefik'],
  ['appgw.ingress.kubernetes.io/appgw-ssl-certificate', 'shop', 'azure-application-gateway'],
  ['appgw.ingress.kubernetes.io/appgw-ssl-certificate', 'cart', 'azure/application-gateway'],
  ['alb.networking.azure.io/alb-ingress-extension', 'http-to-https', 'azure-alb-external'],
  ['oci-native-ingress.oraclecloud.com/certificate-ocid', 'ocid1.certificate', 'native-ic-ingress-class'],
  ['ako.vmware.com/enable-tls', 'true', 'avi-lb'],
  ['passthrough.ako.vmware.com/enabled', 'true', 'avi-lb'],
  ['route.openshift.io/termination', 'edge', 'openshift-default'],
  ['route.openshift.io/termination', 'passthrough', 'openshift-default'],
  ['route.openshift.io/termination', 'reencrypt', 'openshift-default'],
  ['zalando.org/aws-load-balancer-ssl-cert', 'arn:aws:acm', 'skipper'],
  ['traefik.ingress.kubernetes.io/router.middlewares', 'shop-auth@file, shop-redirect-https@kubernetescrd', 'traefik'],
  ['traefik.ingress.kubernetes.io/router.middlewares', 'default-RedirectScheme@kubernetescrd', 'traefik-public'],
  ['traefik.ingress.kubernetes.io/router.entrypoints', 'websecure', 'traefik'],
  ['traefik.ingress.kubernetes.io/router.entrypoints', 'https, internal-https', 'traefik-internal'],
  ['konghq.com/protocols', 'https', 'kong'],
  ['konghq.com/protocols', 'grpcs, https', 'kong-internal'],
];

testPolicy(policy, {
  accepts: [
    {
      name: 'a host with a certificate',
      object: ingress(rules('a.example.com'), [{ hosts: ['a.example.com'], secretName: 'a' }]),
    },
    {
      name: "a host with the controller's certificate",
      object: ingress(rules('a.example.com'), [{ hosts: ['a.example.com'] }]),
    },
    {
      name: 'an entry for every host',
      object: ingress(rules('a.example.com', 'b.example.com'), [{ secretName: 'all' }]),
    },
    {
      name: 'a wildcard, for one label and for itself',
      object: ingress(rules('a.example.com', '*.example.com'), [{ hosts: ['*.example.com'] }]),
    },
    { name: 'no host, with an entry', object: ingress(rules(undefined), [{ secretName: 'all' }]) },
    {
      name: 'hosts in upper case, which the API server refuses by itself',
      object: ingress(rules('A.example.com'), [{ hosts: ['a.EXAMPLE.com'] }]),
    },
    {
      name: 'the certificate of an ALB',
      object: annotated(
        { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-1:1:certificate/c' },
        'a.example.com',
      ),
    },
    {
      name: 'the certificate of an ALB that listens on both',
      object: annotated(
        {
          'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-1:1:certificate/c',
          'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]',
        },
        'a.example.com',
      ),
    },
    {
      name: 'an ALB that finds the certificate of its host by itself',
      object: annotated({ 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS": 443}]' }, 'a.example.com'),
    },
    {
      name: 'an ALB whose HTTP only redirects, the certificate being at another Ingress of its group',
      object: annotated({ ...redirect, 'alb.ingress.kubernetes.io/group.name': 'shop' }, 'a.example.com', 'alb'),
    },
    {
      name: 'an ALB that redirects from the one port that this Ingress names',
      object: annotated({ ...redirect, 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 8080}]' }, 'a.example.com'),
    },
    ...['true', 'True', ''].map((value) => ({
      name: `the TLS of a router of Traefik that is said by "${value}"`,
      object: annotated({ [TRAEFIK_TLS]: value }, 'a.example.com', 'traefik'),
    })),
    {
      name: 'a resolver of certificates of Traefik',
      object: annotated({ [TRAEFIK_TLS]: 'true', [`${TRAEFIK_TLS}.certresolver`]: 'le' }, 'a.example.com', 'traefik'),
    },
    ...['certresolver', 'options', 'domains.0.main'].map((more) => ({
      name: `the TLS of a router of Traefik that has ${more}`,
      object: annotated({ [`${TRAEFIK_TLS}.${more}`]: 'x' }, 'a.example.com'),
    })),
    ...['traefik', 'traefik-internal', 'public'].map((name) => ({
      name: `the TLS of a router of Traefik for the class ${name}`,
      object: annotated({ [TRAEFIK_TLS]: 'true', [CLASS]: name }, 'a.example.com'),
    })),
    { name: 'the TLS of a router of Traefik without a host', object: annotated({ [TRAEFIK_TLS]: 'true' }) },
    {
      name: 'certificates that Google manages, without a host',
      object: annotated({ 'networking.gke.io/managed-certificates': 'shop' }),
    },
    {
      name: 'a certificate that was handed to Google before',
      object: annotated({ 'ingress.gcp.kubernetes.io/pre-shared-cert': 'shop' }, 'a.example.com'),
    },
    {
      name: 'a minion, which may have no tls, its master having it',
      object: annotated({ 'nginx.org/mergeable-ingress-type': 'minion' }, 'a.example.com'),
    },
    ...['gce', 'gce-internal', 'gce-regional-external'].map((name) => ({
      name: `certificates of Google for the class ${name}, whatever spec says`,
      object: annotated({ ...managed, [CLASS]: name }, 'a.example.com', 'nginx'),
    })),
    {
      name: 'certificates of Google where the class is empty, which is none',
      object: annotated({ ...managed, [CLASS]: '' }, 'a.example.com'),
    },
    ...['alb', 'Internal-ALB', 'nginx-behind-alb', 'public'].map((name) => ({
      name: `the certificate of an ALB for the class ${name}`,
      object: annotated(alb, 'a.example.com', name),
    })),
    ...['nginx', 'nginx-plus', 'public'].map((name) => ({
      name: `a minion of the class ${name}`,
      object: annotated({ ...minion, [CLASS]: name }, 'a.example.com'),
    })),
    ...arrangements.flatMap(([annotation, value, name]) => [
      {
        name: `${annotation}: ${value} for the class ${name}`,
        object: annotated({ [annotation]: value }, 'a.example.com', name),
      },
      { name: `${annotation}: ${value} without a class`, object: annotated({ [annotation]: value }, 'a.example.com') },
    ]),
    ...['caddy', 'cloudflare-tunnel', 'ngrok', 'tailscale'].map((name) => ({
      name: `the class ${name}, which has certificates for all that it serves`,
      object: { ...annotated({}, 'a.example.com', name), metadata: { name: 'web' } },
    })),
    { name: 'the challenge of an ACME server', object: routed([['a.example.com', `${CHALLENGE}/aZ0_-9`]]) },
    { name: 'the challenge for an address, which has no host', object: routed([[null, `${CHALLENGE}/x`]]) },
    {
      name: 'every challenge of every host',
      object: routed([
        ['a.example.com', CHALLENGE],
        [null, `${CHALLENGE}/`],
      ]),
    },
    {
      name: 'a challenge for one more host beside those with TLS',
      object: routed(
        [
          ['a.example.com', '/'],
          ['b.example.com', `${CHALLENGE}/x`],
        ],
        { tls: [{ hosts: ['a.example.com'] }] },
      ),
    },
    {
      name: 'the Ingress of another API group, which only has the same name',
      object: { ...ingress(rules('a.example.com')), apiVersion: 'networking.internal.knative.dev/v1alpha1' },
    },
  ],
  rejects: [
    {
      name: 'an Ingress without tls',
      object: ingress(rules('a.example.com', 'b.example.com')),
      violations: [missing('a.example.com'), missing('b.example.com', 1)],
    },
    ...[
      { name: 'a challenge and more', object: routed([['a.example.com', `${CHALLENGE}/x`, '/']]) },
      { name: 'what only begins as a challenge does', object: routed([['a.example.com', `${CHALLENGE}s`]]) },
      { name: 'a challenge that leaves its folder', object: routed([['a.example.com', `${CHALLENGE}/../admin`]]) },
      { name: 'a challenge that may be a regular expression', object: routed([['a.example.com', `${CHALLENGE}/x|/`]]) },
      {
        name: 'a challenge with a default backend',
        object: routed([['a.example.com', CHALLENGE]], { defaultBackend: { service: { name: 'web' } } }),
      },
      {
        name: 'a challenge with a default backend of old',
        object: { ...routed([['a.example.com', CHALLENGE]], { backend: {} }), apiVersion: 'extensions/v1beta1' },
      },
    ].map((one) => ({ ...one, violations: [missing('a.example.com')] })),
    {
      name: 'another host beside a challenge',
      object: routed([
        ['a.example.com', CHALLENGE],
        ['b.example.com', '/'],
      ]),
      violations: [missing('b.example.com', 1)],
    },
    {
      name: 'a certificate of an ALB that listens on HTTP alone',
      object: annotated(
        {
          'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-1:1:certificate/c',
          'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 80}]',
        },
        'a.example.com',
      ),
      violations: [{ ...missing('a.example.com'), remedy: forAlb }],
    },
    ...arrangements.map(([annotation, value]) => ({
      name: `${annotation}: ${value} for another controller`,
      object: annotated({ [annotation]: value }, 'a.example.com', 'istio'),
      violations: [missing('a.example.com')],
    })),
    ...[
      ['nginx.ingress.kubernetes.io/ssl-passthrough', 'false', 'nginx'],
      ['nginx.ingress.kubernetes.io/ssl-passthrough', 'enabled', 'nginx'],
      ['haproxy.org/ssl-passthrough', 'false', 'haproxy'],
      ['ingress.cilium.io/tls-passthrough', 'disabled', 'cilium'],
      ['appgw.ingress.kubernetes.io/appgw-ssl-certificate', '', 'azure-application-gateway'],
      ['alb.networking.azure.io/alb-ingress-extension', 'header-rewrite', 'azure-alb-external'],
      ['route.openshift.io/termination', 'none', 'openshift-default'],
      ['konghq.com/protocols', 'http,https', 'kong'],
      ['konghq.com/protocols', '', 'kong'],
      ['tailscale.com/funnel', 'true', 'nginx-tailscale'],
      ['nginx.ingress.kubernetes.io/canary', 'false', 'nginx'],
      ['nginx.ingress.kubernetes.io/force-ssl-redirect', 'false', 'nginx'],
      ['nginx.ingress.kubernetes.io/ssl-redirect', 'true', 'nginx'],
      ['haproxy-ingress.github.io/ssl-redirect', 'true', 'haproxy'],
      ['traefik.ingress.kubernetes.io/router.entrypoints', 'web', 'traefik'],
      ['traefik.ingress.kubernetes.io/router.entrypoints', 'web, websecure', 'traefik'],
      ['traefik.ingress.kubernetes.io/router.entrypoints', '', 'traefik'],
      [
        'traefik.ingress.kubernetes.io/router.middlewares',
        'shop-redirect-www@kubernetescrd, shop-https-headers@file',
        'traefik',
      ],
    ].map(([annotation = '', value = '', name]) => ({
      name: `${annotation}: "${value}" for the class ${name}`,
      object: annotated({ [annotation]: value }, 'a.example.com', name),
      violations: [missing('a.example.com')],
    })),
    ...[
      { name: 'a redirection of an ALB for NGINX', object: annotated(redirect, 'a.example.com', 'nginx') },
      {
        name: 'a redirection of an ALB to no port',
        object: annotated({ 'alb.ingress.kubernetes.io/ssl-redirect': 'false' }, 'a.example.com', 'alb'),
      },
      {
        name: 'the TLS of a router of Traefik for NGINX',
        object: annotated({ [TRAEFIK_TLS]: 'true' }, 'a.example.com', 'nginx'),
      },
      {
        name: 'a router of Traefik that has no TLS',
        object: annotated(
          { [TRAEFIK_TLS]: 'false', [`${TRAEFIK_TLS}.certresolver`]: 'le' },
          'a.example.com',
          'traefik',
        ),
      },
      {
        name: 'an annotation that only begins as the TLS of Traefik does',
        object: annotated({ [`${TRAEFIK_TLS}-certresolver`]: 'le' }, 'a.example.com', 'traefik'),
      },
      { name: 'a minion for Traefik', object: annotated(minion, 'a.example.com', 'traefik') },
      { name: 'a minion for GKE', object: annotated({ ...minion, [CLASS]: 'gce' }, 'a.example.com') },
      { name: 'a minion for HAProxy', object: annotated(minion, 'a.example.com', 'internal.haproxy') },
      { name: 'the certificate of an ALB for NGINX', object: annotated(alb, 'a.example.com', 'nginx') },
      {
        name: 'the certificate of an ALB where the two classes differ',
        object: annotated({ ...alb, [CLASS]: 'Kong' }, 'a.example.com', 'alb'),
      },
      {
        name: 'HTTPS of an ALB for Istio',
        object: annotated({ 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS": 443}]' }, 'a.example.com', 'istio'),
      },
      {
        name: 'certificates of Google for NGINX',
        object: annotated({ ...managed, [CLASS]: 'nginx' }, 'a.example.com'),
      },
      {
        name: 'certificates of Google for a class of a name of its own',
        object: annotated({ ...managed, [CLASS]: 'public' }, 'a.example.com'),
      },
      {
        name: 'certificates of Google for a class in spec, of which GKE takes no notice',
        object: annotated(managed, 'a.example.com', 'gce'),
      },
    ].map((one) => ({ ...one, violations: [missing('a.example.com')] })),
    ...redirections.map(([annotation, value, name]) => ({
      name: `${annotation} for the class ${name} with a warning, as TLS may end before the controller`,
      object: annotated({ [annotation]: value }, 'a.example.com', name),
      violations: [
        {
          ...missing('a.example.com'),
          remedy: 'Name the host in an entry of spec.tls, unless a load balancer before the controller ends TLS.',
          atMost: 'warn' as const,
        },
      ],
    })),
    {
      name: 'a host that is in no entry beside one that is, though HTTP only redirects',
      object: {
        ...ingress(rules('a.example.com', 'b.example.com'), [{ hosts: ['a.example.com'], secretName: 'a' }]),
        metadata: { name: 'web', annotations: { 'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true' } },
      },
      violations: [missing('b.example.com', 1)],
    },
    {
      name: 'an annotation that names no certificate',
      object: annotated({ 'ingress.gcp.kubernetes.io/pre-shared-cert': ' ' }, 'a.example.com'),
      violations: [missing('a.example.com')],
    },
    {
      name: 'the master of minions without tls',
      object: annotated({ 'nginx.org/mergeable-ingress-type': 'master' }, 'a.example.com'),
      violations: [missing('a.example.com')],
    },
    {
      name: 'an ALB that says nothing of TLS',
      object: annotated({}, undefined, 'alb'),
      violations: [{ path: '/spec/tls', message: 'the Ingress has no tls entry', remedy: forAlb }],
    },
    {
      name: 'no tls where no rule names a host',
      object: ingress(rules(undefined, '*')),
      violations: [{ path: '/spec/tls', message: 'the Ingress has no tls entry', remedy: 'Add an entry to spec.tls.' }],
    },
    {
      name: 'no tls and no rules, in an API version of old',
      object: { ...ingress([]), apiVersion: 'extensions/v1beta1' },
      violations: [{ path: '/spec/tls', message: 'the Ingress has no tls entry' }],
    },
    {
      name: 'a wildcard for two labels, for none and for another family',
      object: ingress(rules('a.b.example.com', 'example.com', '*.b.example.com'), [{ hosts: ['*.example.com'] }]),
      violations: [missing('a.b.example.com'), missing('example.com', 1), missing('*.b.example.com', 2)],
    },
    {
      name: 'entries that are null and hosts that are no text',
      object: ingress(rules('a.example.com'), [null, { hosts: [null, 5] }]),
      violations: [missing('a.example.com')],
    },
  ],
});
