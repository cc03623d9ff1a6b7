import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { services } from '../src/policy/service.js';

export default definePolicy({
  meta: {
    id: 'restrict-service-exposure',
    title: 'Services must be reached through what is meant to be reached',
    description:
      'A NodePort opens a port on every node, past the ingress, its TLS and its logs; an external IP takes the traffic of an ' +
      'address from whoever it belongs to (CVE-2020-8554). Services without a type are ClusterIP. ExternalName is an alias in ' +
      'DNS, exposes nothing, and is always allowed; so are the node ports that a load balancer needs. The NodePort by which ' +
      'cert-manager answers the HTTP-01 challenge of an ACME server is passed over, or no certificate would come: a Service of a ' +
      'Challenge, or with the label acme.cert-manager.io/http01-solver, whose only port is 8089 of Pods with that label.',
    category: 'network',
    severity: 'high',
    remedy: 'Use type ClusterIP behind an Ingress, or LoadBalancer, and take externalIPs away.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
      'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips',
      'https://cert-manager.io/docs/configuration/acme/http01/#servicetype',
    ],
  },
  target: services,
  settings: {
    allow: {
      type: 'array',
      items: { type: 'string', enum: ['ClusterIP', 'LoadBalancer', 'NodePort'] },
      uniqueItems: true,
      default: ['ClusterIP', 'LoadBalancer'],
      description: 'The types that a Service may have.',
    },
  },
  *check({ type, externalIPs, isForChallenge }, { settings }) {
    const isOpen = type !== 'ExternalName' && !settings.allow.some((allowed) => allowed === type);
    if (isOpen && !(type === 'NodePort' && isForChallenge)) {
      const wanted = settings.allow.join(', ') || 'ExternalName';
      yield { path: '/spec/type', message: message((show) => `the Service has type ${show(type)}, not ${wanted}`) };
    }
    for (const [index, address] of externalIPs.entries()) {
      yield {
        path: pointer('/spec/externalIPs', index),
        message: message((show) => `the Service takes the traffic of the external address ${show(address)}`),
        subject: typeof address === 'string' ? address : '',
      };
    }
  },
});
