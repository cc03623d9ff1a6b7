import { arrangements, redirects } from '../src/policy/ingress-certificate.js';
import { coverageOf, ingresses, isNamedHost } from '../src/policy/ingress.js';
import type { Ingress } from '../src/policy/ingress.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'require-ingress-tls',
    title: 'An Ingress must serve every host by TLS',
    description:
      'Without a tls entry the controller answers in plain text, and whoever is on the way reads passwords and session cookies. ' +
      'Each host of a rule has to be in an entry. A wildcard covers one label; an entry that names no hosts is for all of them, ' +
      "and one without a secret has the controller's own certificate. Where no rule names a host, one entry is demanded all the " +
      'same. An Ingress that has its TLS elsewhere is passed over.',
    details: [
      'A rule is passed over whose only paths are /.well-known/acme-challenge/ and tokens below it, in an Ingress without a default ' +
        'backend: an ACME server asks there by HTTP, before there is a certificate, and cert-manager makes such Ingresses.',
      'TLS is elsewhere by an annotation of the controllers below. It counts where no class names another controller, as kong does. ' +
        'Taken on trust is a class that names none, an Ingress without one, and nginx for a minion.',
      ...arrangements,
      'An Ingress without any entry is only warned about where HTTP only redirects, for a load balancer before the controller may end ' +
        `TLS: by ${redirects.join(', ')}.`,
      'The classes of Caddy, Cloudflare, ngrok and Tailscale are passed over, which have or get certificates for all that they serve; ' +
        'whether plain HTTP is answered beside is set there, and not here.',
    ],
    category: 'network',
    severity: 'high',
    remedy: 'Name the host in an entry of spec.tls, with the secret that holds its certificate.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
      'https://www.rfc-editor.org/rfc/rfc8555#section-8.3',
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/cert_discovery/',
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/tasks/ssl_redirect/',
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
      'https://azure.github.io/application-gateway-kubernetes-ingress/annotations',
      'https://developer.konghq.com/kubernetes-ingress-controller/reference/annotations/',
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#ssl-passthrough',
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#server-side-https-enforcement-through-redirect',
    ],
  },
  target: ingresses,
  settings: {},
  *check(ingress) {
    const { rules, tls, hasTlsElsewhere } = ingress;
    const served = rules.filter(({ isForChallenge }) => !isForChallenge);
    const isForChallenges = rules.length > 0 && served.length === 0;
    if (hasTlsElsewhere || isForChallenges) return;
    const mending = mendingOf(ingress);
    const named = served.filter(({ host }) => isNamedHost(host));
    if (named.length === 0 && tls.length === 0) {
      const remedy = 'Add an entry to spec.tls.';
      yield { path: '/spec/tls', message: 'the Ingress has no tls entry', remedy, ...mending };
    }
    const isCovered = coverageOf(tls);
    for (const { index, host } of named) {
      if (host === undefined || isCovered(host)) continue;
      const text = message((show) => `host ${show(host)} is in no tls entry`);
      yield { path: pointer('/spec/rules', index, 'host'), message: text, ...mending, subject: host };
    }
  },
});

/** What to do about an Ingress, and how much may be done about it. */
function mendingOf({ tls, isOfAlb, onlyRedirects }: Ingress): Pick<Violation, 'remedy' | 'atMost'> {
  if (isOfAlb) return { remedy: forAlb };
  // Whoever has an entry for some hosts has the certificates here, and has forgotten the others.
  return onlyRedirects && tls.length === 0 ? { remedy: forOffer, atMost: 'warn' } : {};
}

/** No entry in spec.tls makes an ALB listen on HTTPS, nor does a secret give it a certificate. */
const forAlb =
  'List HTTPS in alb.ingress.kubernetes.io/listen-ports, or name a certificate by alb.ingress.kubernetes.io/certificate-arn.';

/** Who ends TLS before the controller is right, and who forgot the entry serves the certificate that the controller made up. */
const forOffer = 'Name the host in an entry of spec.tls, unless a load balancer before the controller ends TLS.';
