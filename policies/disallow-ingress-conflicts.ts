import { ingressClaims } from '../src/policy/ingress-claim.js';
import { partiesOf, rivalsFor } from '../src/policy/ingress-rival.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'disallow-ingress-conflicts',
    title: 'No two Ingresses may claim the same host and path',
    description:
      'When two Ingresses want the same requests the controller picks one, often the older, and says so nowhere: half a ' +
      'roll-out of a route, or the traffic of a neighbour, is gone. The same means the same host, path and pathType, in the ' +
      'same class, in the same namespace: others cannot be seen from here.',
    details: [
      'No host is every host, and a slash at the end of a prefix makes no difference.',
      'Two paths of one Ingress conflict as well, but where both lead to the same backend, or one is an action of an ALB that ' +
        'redirects.',
      'Canaries of ingress-nginx and of Higress share the requests of another on purpose, and are left alone.',
      'What else a controller tells requests apart by counts too: of an ALB alb.ingress.kubernetes.io/conditions, group.name ' +
        'and listen-ports, of Kong konghq.com/methods, headers, snis and protocols, of Traefik router.entrypoints, ' +
        'router.pathmatcher, router.priority and router.tls, of HAProxy Ingress http-header-match, of Skipper ' +
        'zalando.org/skipper-predicate and backend-weights, and of Azure appgw.ingress.kubernetes.io/use-private-ip and ' +
        'override-frontend-port, and alb.networking.azure.io/alb-frontend and alb-ingress-extension. Who names other values ' +
        'there than the other one is after other requests, and so is who is alone in asking for methods, headers or the like; ' +
        'of the others the default of the controller counts where nothing is said.',
      'An Ingress with a load balancer to itself has no rivals: of an ALB without group.name, of GKE, of Tailscale, of Voyager, ' +
        'and of Cilium but where ingress.cilium.io/loadbalancer-mode is shared; where no class is said, one that has ' +
        'annotations of GKE, such as networking.gke.io/managed-certificates, is its own.',
      'Of the rivals for a path ten are named, and the others counted. Where Ingresses cannot be seen, only what is in the same ' +
        'one is judged.',
    ],
    category: 'network',
    severity: 'high',
    remedy: 'Give each host and path to one Ingress, and take it out of the other.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types',
      'https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches',
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#traffic-routing',
      'https://developer.konghq.com/kubernetes-ingress-controller/reference/annotations/',
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
    ],
  },
  target: ingressClaims,
  settings: {},
  needs: ['inventory'],
  related: ['Ingress'],
  *check(ingress, around) {
    const rivals = rivalsFor(ingress, around);
    const own = new Map<string, string | undefined>();
    for (const claim of ingress.claims) {
      const { host, path, key, at, backend } = claim;
      if (own.has(key)) {
        // To lead to the same place twice does no harm.
        if (backend !== undefined && own.get(key) === backend) continue;
        yield {
          path: at,
          message: message((show) => `host ${show(host)} and path ${show(path)} are claimed twice`),
          remedy: 'Take one of the two away.',
          subject: key,
        };
        // Whose it is besides has been said of the first of the two.
        continue;
      }
      own.set(key, backend);
      for (const { who, words } of partiesOf(rivals(claim))) {
        yield {
          path: at,
          message: message((show) => `host ${show(host)} and path ${show(path)} are those of ${words(show)} too`),
          subject: `${key} ${who}`,
        };
      }
    }
  },
});
