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
    { name: 'rules that claim nothing', object: ingress([{ host: 'shop.example.com' }, 'x', null]), related: [web] },
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
    {
      name: 'an Ingress that claims a path twice itself, which anybody can see',
      object: ingress([rule('shop.example.com', route('/a')), rule('shop.example.com', route('/b'), route('/a'))]),
      related: 'unknown',
      violations: [
        {
          path: '/spec/rules/1/http/paths/1',
          message: 'host "shop.example.com" and path "/a" are claimed twice',
          remedy:
            'Take one of the two away; to redirect to HTTPS, an ALB has the annotation alb.ingress.kubernetes.io/ssl-redirect.',
        },
      ],
    },
  ],
});
