import { ingresses, isNamedHost } from '../src/policy/ingress.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'require-ingress-host',
    title: 'Every rule of an Ingress must name a host',
    description:
      'A rule without a host answers for every name that reaches the controller, those of other teams included, and takes ' +
      'their traffic by accident. A bare `*` is no host; a family such as `*.example.com` is. An Ingress without rules, which has ' +
      'a default backend alone, names nothing wrong. One that has a load balancer to itself takes nothing from others, and is ' +
      'passed over: that is so of an ALB without alb.ingress.kubernetes.io/group.name, of GKE, of Tailscale, whose name of a ' +
      'host is in spec.tls, of Voyager, and of Cilium but where ingress.cilium.io/loadbalancer-mode is shared.',
    category: 'network',
    severity: 'medium',
    remedy: 'Name the host in each rule of the Ingress.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource'],
  },
  target: ingresses,
  settings: {},
  *check(ingress) {
    if (ingress.hasOwnBalancer) return;
    for (const { index, host, paths } of ingress.rules) {
      if (isNamedHost(host)) continue;
      const [first] = paths;
      const rule = (show: Show): string =>
        first === undefined ? `rule #${index}` : `the rule for path ${show(first)}`;
      const fault = host === undefined ? 'names no host' : 'has the host *, which is every host';
      yield {
        path: pointer('/spec/rules', index, 'host'),
        message: message((show) => `${rule(show)} ${fault}`),
        subject: paths.join('\n'),
      };
    }
  },
});
