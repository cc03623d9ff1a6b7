import policy from '../../policies/disallow-ingress-conflicts.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { ingress, within } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const route = (path: Json, pathType: Json = 'Prefix'): JsonObject => ({ path, pathType });
const rule = (host: Json, ...paths: readonly JsonObject[]): JsonObject => ({ host, http: { paths } });
const shop = (...paths: readonly JsonObject[]): JsonObject => ingress([rule('shop.example.com', ...paths)]);
const web = shop(route('/'), route('/cart'));

function named(name: string, object: JsonObject, annotations: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  return { ...object, metadata: { name, annotations }, spec: { ...(object['spec'] as JsonObject), ...spec } };
}

const cart = named('cart', shop(route('/cart')));
const rival = (place: number, other: string, path: string, host = 'shop.example.com') => ({
  path: `/spec/rules/0/http/paths/${place}`,
  message: `host "${host}" and path "${path}" are those of Ingress "${other}" too`,
});

/** Two Ingresses for the same, each with annotations of its own. The first is judged. */
const pair = (ingressClassName: string, first: JsonObject, second: JsonObject) => {
  const one = (name: string, annotations: JsonObject): JsonObject =>
    named(name, shop(route('/cart')), annotations, ingressClassName === '' ? {} : { ingressClassName });
  return { object: one('web', first), related: [one('cart', second)] };
};

/** The same pair as each of the two sees it. */
const bothSides = (name: string, ingressClassName: string, first: JsonObject, second: JsonObject) => [
  { name, ...pair(ingressClassName, first, second) },
  { name: `${name}, seen from the other`, ...pair(ingressClassName, second, first) },
];
const ALB = 'alb.ingress.kubernetes.io';
const inGroup = (more: JsonObject = {}): JsonObject => ({ [`${ALB}/group.name`]: 'shop', ...more });
const methods = (text: string): JsonObject => ({ 'konghq.com/methods': text });
const entry = (text: string): JsonObject => ({ 'traefik.ingress.kubernetes.io/router.entrypoints': text });
const TRAEFIK_TLS = 'traefik.ingress.kubernetes.io/router.tls';
const tls = { [TRAEFIK_TLS]: 'true' };
const canary = (text: string): JsonObject => ({ 'nginx.ingress.kubernetes.io/canary': text });
const priority = (text: string): JsonObject => ({ 'traefik.ingress.kubernetes.io/router.priority': text });
const redirecting = (text: string): JsonObject => ({ [`${ALB}/actions.ssl-redirect`]: text });
const ciliumMode = (text: string): JsonObject => ({ 'ingress.cilium.io/loadbalancer-mode': text });
const heading = (name: string, text: string): JsonObject => ({ [`konghq.com/headers.${name}`]: text });
const matcher = (text: string): JsonObject => ({ 'traefik.ingress.kubernetes.io/router.pathmatcher': text });
const headed = (text: string): JsonObject => ({ 'haproxy-ingress.github.io/http-header-match': text });
const predicate = (text: string): JsonObject => ({ 'zalando.org/skipper-predicate': text });
const privately = (text: string): JsonObject => ({ 'appgw.ingress.kubernetes.io/use-private-ip': text });
const azurePort = (text: string): JsonObject => ({ 'appgw.ingress.kubernetes.io/override-frontend-port': text });
const weights = { 'zalando.org/backend-weights': '{"web": 80, "grpc": 20}' };
const protocols = (text: string): JsonObject => ({ 'konghq.com/protocols': text });
const listening = (ports: string): JsonObject => inGroup({ [`${ALB}/listen-ports`]: ports });
const certified = (arn: string): JsonObject => inGroup({ [`${ALB}/certificate-arn`]: arn });

/** A path that leads to a service, and the ALB that asks for a header before it leads to one that is named grpc. */
const to = (name: string, path = '/'): JsonObject => ({ ...route(path), backend: { service: { name } } });
const atPort = (name: string): JsonObject => ({ ...route('/'), backend: { service: { name, port: { number: 81 } } } });
const header = { [`${ALB}/conditions.grpc`]: '[{"field":"http-header"}]' };
const split = (annotations: JsonObject, ingressClassName: string, ...paths: readonly JsonObject[]): JsonObject =>
  named('web', shop(...paths), annotations, { ingressClassName });
const twice = (place: number, path = '/') => ({
  path: `/spec/rules/0/http/paths/${place}`,
  message: `host "shop.example.com" and path "${path}" are claimed twice`,
});

testPolicy(policy, {
  accepts: [
    { name: 'an Ingress that is alone', object: web },
    { name: 'itself, as it is in the cluster', object: web, related: [web] },
    { name: 'another path', object: web, related: [named('cart', shop(route('/carts')))] },
    { name: 'a path of another type', object: web, related: [named('cart', shop(route('/cart', 'Exact')))] },
    { name: 'another host', object: web, related: [named('api', ingress([rule('api.example.com', route('/'))]))] },
    { name: 'every host beside one by name', object: web, related: [named('any', ingress([rule(null, route('/'))]))] },
    { name: 'another class', object: web, related: [named('cart', cart, {}, { ingressClassName: 'internal' })] },
    {
      name: 'another class of old',
      object: named('web', web, {}, { ingressClassName: 'nginx' }),
      related: [named('cart', cart, { 'kubernetes.io/ingress.class': 'traefik' })],
    },
    { name: 'another namespace, which cannot be seen', object: within('shop', web), related: [within('other', cart)] },
    {
      name: 'a canary beside the one that it tries out',
      object: web,
      related: [named('new', cart, { 'nginx.ingress.kubernetes.io/canary': 'true' })],
    },
    {
      name: 'the one that a canary tries out',
      object: named('new', cart, { 'nginx.ingress.kubernetes.io/canary': 'true' }),
      related: [web],
    },
    ...['1', 'True'].flatMap((text) => bothSides(`a canary by the word ${text}`, 'nginx', {}, canary(text))),
    ...bothSides('a canary of Higress by its own annotation', 'higress', {}, { 'higress.io/canary': 'true' }),
    ...['webapprouting.kubernetes.azure.com', 'higress', 'public'].map((name) => ({
      name: `a canary of the class ${name}`,
      ...pair(name, {}, canary('true')),
    })),
    { name: 'rules that claim nothing', object: ingress([{ host: 'shop.example.com' }, 'x', null]), related: [web] },
    { name: 'ALBs of which each Ingress has its own', ...pair('alb', {}, {}) },
    {
      name: 'its own ALB beside that of a group',
      ...pair('internal-alb', { [`${ALB}/scheme`]: 'internal' }, inGroup()),
    },
    ...bothSides('an ALB that its annotations tell', '', { [`${ALB}/scheme`]: 'internal' }, {}),
    ...bothSides('the ALB of a group beside one without, of a class by any name', 'public', inGroup(), {}),
    { name: 'an ALB of another group', ...pair('alb', inGroup(), { [`${ALB}/group.name`]: 'admin' }) },
    {
      name: 'another listener of the ALB of a group',
      ...pair(
        'alb',
        inGroup({ [`${ALB}/listen-ports`]: '[{"HTTP": 80}]' }),
        inGroup({ [`${ALB}/listen-ports`]: '[{"HTTPS":443}]' }),
      ),
    },
    ...bothSides(
      'HTTPS alone beside what an ALB without a certificate listens on',
      'alb',
      listening('[{"HTTPS": 443}]'),
      certified(' '),
    ),
    ...bothSides('HTTP beside what an ALB with a certificate listens on', 'alb', inGroup(), certified('arn:aws:acm')),
    ...['gce', 'gce-internal', 'tailscale', 'voyager'].map((name) => ({
      name: `Ingresses of ${name}, which have a load balancer each`,
      ...pair(name, {}, {}),
    })),
    ...[
      'networking.gke.io/managed-certificates',
      'networking.gke.io/v1beta1.FrontendConfig',
      'ingress.gcp.kubernetes.io/pre-shared-cert',
      'kubernetes.io/ingress.global-static-ip-name',
      'kubernetes.io/ingress.regional-static-ip-name',
      'kubernetes.io/ingress.allow-http',
      'ingress.kubernetes.io/url-map',
    ].flatMap((name) => bothSides(`an Ingress of GKE, which ${name} tells`, '', { [name]: 'shop' }, {})),
    { name: 'Ingresses of Cilium by default', ...pair('cilium', {}, {}) },
    ...bothSides('an Ingress of Cilium that shares beside one that does not', 'cilium', ciliumMode('shared'), {}),
    ...bothSides('an Ingress of Cilium that shares with nobody, without a class', '', ciliumMode('dedicated'), {}),
    { name: 'a path twice, once for requests with a header', object: split(header, 'alb', to('grpc'), to('web')) },
    {
      name: 'a path that the ALB of a group leads elsewhere for requests with a header',
      object: split(inGroup(), 'alb', to('web')),
      related: [named('grpc', split(inGroup(header), 'alb', to('grpc')), inGroup(header))],
    },
    {
      name: 'the same in an API version of old',
      object: split(inGroup(), 'alb', to('web')),
      related: [
        {
          ...named('grpc', split({}, 'alb', { ...route('/'), backend: { serviceName: 'grpc' } }), inGroup(header)),
          apiVersion: 'networking.k8s.io/v1beta1',
        },
      ],
    },
    { name: 'other methods, for Kong', ...pair('kong', methods('GET'), methods('POST,PUT')) },
    ...bothSides('all methods beside some of them', 'kong', {}, methods('POST')),
    ...bothSides('other protocols than the usual ones, for Kong', 'kong', {}, protocols('grpc,grpcs')),
    {
      name: 'another value of a header, for Kong',
      ...pair(
        'kong',
        { 'konghq.com/headers.x-routing': 'alpha' },
        { 'konghq.com/headers.x-routing': 'bravo, charlie' },
      ),
    },
    {
      name: 'another header, for Kong',
      ...pair('kong', { 'konghq.com/headers.x-a': '1' }, { 'konghq.com/headers.x-b': '1' }),
    },
    ...bothSides('another name of the server, for Kong', 'kong', {}, { 'konghq.com/snis': 'shop.example.com' }),
    {
      name: 'another value of a header in other letters, for Kong',
      ...pair('kong', heading('X-Routing', 'a'), heading('x-routing', 'b')),
    },
    ...bothSides('exact paths of Traefik beside those by default', 'traefik', matcher('Path'), {}),
    ...bothSides('a priority that Traefik is told', 'traefik', priority('100'), {}),
    {
      name: 'a path twice that leads to the same service',
      object: shop(to('web', '/a'), to('api', '/b'), to('web', '/a/')),
    },
    ...['{"Type": "redirect"}', '{"type":"redirect","redirectConfig":{"port":"443"}}'].flatMap((action) => [
      {
        name: `a path that an ALB redirects by ${action} beside one that it does not`,
        object: split(redirecting(action), 'alb', to('ssl-redirect'), to('web')),
      },
      {
        name: `a path that the ALB of a group redirects by ${action} for all`,
        object: split(inGroup(redirecting(action)), 'alb', to('ssl-redirect'), to('web', '/web')),
        related: [
          named('other', split({}, 'alb', to('ssl-redirect'), to('other')), inGroup(redirecting(action)), {
            ingressClassName: 'alb',
          }),
        ],
      },
    ]),
    ...bothSides('a header that HAProxy Ingress asks for', 'haproxy', headed('X-User: a\nX-Group: b'), {}),
    {
      name: 'another header that HAProxy Ingress asks for',
      ...pair('haproxy', headed('X-User: a'), { 'ingress.kubernetes.io/http-header-match-regex': 'X-User: b.*' }),
    },
    ...bothSides('a predicate of Skipper', 'skipper', predicate('QueryParam("version", "^alpha$")'), {}),
    { name: 'another predicate of Skipper', ...pair('', predicate('Method("GET")'), predicate('Method("POST")')) },
    {
      name: 'a path twice, whose services share it by the weights of Skipper',
      object: split(weights, 'skipper', to('grpc'), to('web')),
    },
    ...bothSides(
      'the private address of Azure beside the public one',
      'azure-application-gateway',
      privately('true'),
      {},
    ),
    ...['alb-frontend', 'alb-ingress-extension'].flatMap((name) =>
      bothSides(`${name} of Azure`, 'azure-alb-external', { [`alb.networking.azure.io/${name}`]: 'http-to-https' }, {}),
    ),
    ...bothSides('another port of Azure', 'azure-application-gateway', azurePort('8443'), {}),
    { name: 'another entry point of Traefik', ...pair('traefik', entry('web'), { ...entry('websecure'), ...tls }) },
    ...bothSides('the same entry points of Traefik with TLS and without', '', tls, {}),
    { name: 'whatever others claim, while nobody can see them', object: web, related: 'unknown' },
  ],
  rejects: [
    { name: 'the same host and path', object: web, related: [cart], violations: [rival(1, 'cart', '/cart')] },
    {
      name: 'a slash more, and a host in capitals',
      object: web,
      related: [named('cart', ingress([rule('Shop.example.com', route('/cart/'))]))],
      violations: [rival(1, 'cart', '/cart')],
    },
    {
      name: 'each one that claims it, in the order of their names',
      object: shop(route('/cart')),
      related: [named('b', cart), named('a', cart)],
      violations: [
        { ...rival(0, 'a', '/cart'), subject: '["shop.example.com","Prefix","/cart"] a' },
        { ...rival(0, 'b', '/cart'), subject: '["shop.example.com","Prefix","/cart"] b' },
      ],
    },
    ...[11, 12].map((others) => ({
      name: `${others} others by the names of ten`,
      object: shop(route('/cart')),
      related: Array.from({ length: others }, (_, index) => named(`cart-${index + 10}`, cart)),
      violations: [
        ...Array.from({ length: 10 }, (_, index) => rival(0, `cart-${index + 10}`, '/cart')),
        {
          path: '/spec/rules/0/http/paths/0',
          message: `host "shop.example.com" and path "/cart" are those of ${others === 11 ? '1 more Ingress' : '2 more Ingresses'} too`,
          subject: '["shop.example.com","Prefix","/cart"] and more',
        },
      ],
    })),
    {
      name: 'ten others of which one is told apart, and itself',
      object: named('cart-10', shop(route('/cart')), {}, { ingressClassName: 'nginx' }),
      related: Array.from({ length: 12 }, (_, index) =>
        named(`cart-${index + 10}`, cart, {}, { ingressClassName: index === 3 ? 'kong' : 'nginx' }),
      ),
      violations: [11, 12, 14, 15, 16, 17, 18, 19, 20, 21].map((name) => rival(0, `cart-${name}`, '/cart')),
    },
    {
      name: 'those who name a method among those who name others, in the order of their names',
      object: pair('kong', methods('GET,POST'), {}).object,
      related: ['GET', 'POST', 'PUT', 'GET'].map((method, index) =>
        named(`c-${index}`, cart, methods(method), { ingressClassName: 'kong' }),
      ),
      violations: [0, 1, 3].map((name) => rival(0, `c-${name}`, '/cart')),
    },
    {
      name: 'every host and every path, whatever their types are called',
      object: ingress([rule(null, {})]),
      related: [named('any', ingress([rule(null, route('/', 'ImplementationSpecific'))]))],
      violations: [rival(0, 'any', '/', '*')],
    },
    {
      name: 'the same class, said in the old way and in the new',
      object: named('web', web, { 'kubernetes.io/ingress.class': 'nginx' }),
      related: [named('cart', cart, {}, { ingressClassName: 'nginx' })],
      violations: [rival(1, 'cart', '/cart')],
    },
    ...[
      { name: 'the ALB of the same group', ...pair('alb', inGroup(), inGroup()) },
      {
        name: 'a listener of an ALB that both have',
        ...pair(
          'alb',
          inGroup({ [`${ALB}/listen-ports`]: '[{"HTTP": 80}, {"HTTPS": 443}]' }),
          inGroup({ [`${ALB}/listen-ports`]: '[{"HTTPS":443}]' }),
        ),
      },
      ...bothSides('the port that an ALB listens on anyway', 'alb', listening('[{"HTTP": 80}]'), inGroup()),
      ...bothSides(
        'the port that an ALB with a certificate listens on anyway',
        'alb',
        listening('[{"HTTP":80},{"HTTPS":443}]'),
        certified('arn:aws:acm'),
      ),
      ...bothSides('the protocols that Kong takes anyway', 'kong', protocols('https'), {}),
      ...bothSides('an entry point of Traefik beside none', 'traefik', entry('web'), {}),
      ...bothSides('an entry point of Traefik beside none, both with TLS', '', { ...tls, ...entry('websecure') }, tls),
      ...bothSides('no TLS of Traefik, said and unsaid', 'traefik', { [TRAEFIK_TLS]: 'false' }, {}),
      ...bothSides('TLS of Traefik in other letters', 'traefik', { [TRAEFIK_TLS]: 'TRUE' }, tls),
      ...bothSides('TLS of Traefik by a resolver', 'traefik', { [`${TRAEFIK_TLS}.certresolver`]: 'a' }, tls),
      { name: 'a method that both have, for Kong', ...pair('kong', methods('GET,POST'), methods('PUT, POST')) },
      { name: 'a canary by no word of Go', ...pair('nginx', {}, canary('yes')) },
      { name: 'a canary for Traefik', ...pair('traefik', {}, canary('true')) },
      {
        name: 'the same header of Kong in other letters',
        ...pair('kong', heading('X-Routing', 'a'), heading('x-routing', 'a,b')),
      },
      ...bothSides('how Traefik compares paths anyway', 'traefik', matcher('PathPrefix'), {}),
      {
        name: 'the same predicate of Skipper',
        ...pair('skipper', predicate('Method("GET")'), predicate('Method("GET") ')),
      },
      ...bothSides('no private address of Azure, said and unsaid', '', privately('false'), {}),
      { name: 'the private address of Azure for both', ...pair('', privately('true'), privately('1')) },
      { name: 'the private address of Azure for NGINX', ...pair('nginx', privately('true'), {}) },
      { name: 'headers of HAProxy Ingress for NGINX', ...pair('nginx', headed('X-User: a'), {}) },
      { name: 'methods of Kong for NGINX', ...pair('nginx', methods('GET'), methods('POST')) },
      { name: 'annotations that name nothing', ...pair('kong', methods(''), methods(' , ')) },
      { name: 'an entry point of Traefik that both have', ...pair('traefik', entry('web'), entry('websecure,web')) },
      { name: 'entry points of Traefik for Kong', ...pair('kong', entry('web'), entry('websecure')) },
      {
        name: 'annotations of GKE for a class by any name',
        ...pair('public', { 'kubernetes.io/ingress.allow-http': 'false' }, {}),
      },
      { name: 'an annotation that all controllers share', ...pair('', { 'kubernetes.io/tls-acme': 'true' }, {}) },
      { name: 'Ingresses of Cilium that share', ...pair('cilium', ciliumMode('shared'), ciliumMode('shared')) },
      { name: 'what Cilium does not share, for NGINX', ...pair('nginx', ciliumMode('dedicated'), {}) },
      { name: 'annotations of an ALB for NGINX', ...pair('nginx-behind-alb', { [`${ALB}/scheme`]: 'internal' }, {}) },
    ].map((one) => ({ ...one, violations: [rival(0, 'cart', '/cart')] })),
    {
      name: 'a path twice for requests with the same header',
      object: split(header, 'alb', to('grpc'), to('web'), atPort('grpc')),
      violations: [twice(2)],
    },
    {
      name: 'a path twice for one service, by the weights of Skipper',
      object: split(weights, 'skipper', to('grpc'), to('web'), atPort('grpc')),
      violations: [twice(2)],
    },
    {
      name: 'a path twice by the weights of Skipper for another controller',
      object: split(weights, 'nginx', to('grpc'), to('web')),
      violations: [twice(1)],
    },
    {
      name: 'a path twice that leads to another port',
      object: shop(to('web'), atPort('web')),
      violations: [twice(1)],
    },
    ...[
      {
        name: 'a path twice, one of which an ALB answers',
        action: '{"type":"fixed-response"}',
        ingressClassName: 'alb',
      },
      {
        name: 'a path twice, with an action of an ALB for NGINX',
        action: '{"type":"redirect"}',
        ingressClassName: 'nginx',
      },
    ].map(({ name, action, ingressClassName }) => ({
      name,
      object: split(redirecting(action), ingressClassName, to('ssl-redirect'), to('web')),
      violations: [twice(1)],
    })),
    ...bothSides('a priority of Traefik that both have', 'traefik', priority('1'), priority('1')).map((one) => ({
      ...one,
      violations: [rival(0, 'cart', '/cart')],
    })),
    {
      name: 'a path twice whose service has no condition',
      object: split(header, 'alb', to('grpc', '/cart'), to('web'), to('api')),
      violations: [twice(2)],
    },
    {
      name: 'a path twice where the conditions of an ALB count for nothing',
      object: split(header, 'nginx', to('grpc'), to('web')),
      violations: [twice(1)],
    },
    {
      name: 'a path without a condition, beside one with it, that another of the group claims too',
      object: split(inGroup(), 'alb', to('web'), to('api', '/api')),
      related: [
        named('grpc', split({}, 'alb', to('grpc'), to('other', '/api')), inGroup(header), { ingressClassName: 'alb' }),
      ],
      violations: [rival(1, 'grpc', '/api')],
    },
    {
      name: 'an Ingress that claims a path twice itself, which anybody can see',
      object: ingress([rule('shop.example.com', route('/a')), rule('shop.example.com', route('/b'), route('/a'))]),
      related: 'unknown',
      violations: [
        {
          path: '/spec/rules/1/http/paths/1',
          message: 'host "shop.example.com" and path "/a" are claimed twice',
          remedy: 'Take one of the two away.',
        },
      ],
    },
  ],
});
