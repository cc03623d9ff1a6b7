import { coverageOf, ingresses, isNamedHost } from '../src/policy/ingress.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'require-ingress-tls',
    title: 'An Ingress must serve every host by TLS',
    description:
      'Without a tls entry the controller answers in plain text, and whoever is on the way reads passwords and session cookies. ' +
      'Each host of a rule has to be in an entry. A wildcard covers one label; an entry that names no hosts is for all of them, ' +
      "and one without a secret has the controller's own certificate. Where no rule names a host, one entry is demanded all the " +
      'same. Passed over is a rule whose only paths are /.well-known/acme-challenge/ and tokens below it, in an Ingress without ' +
      'a default backend: an ACME server asks there by HTTP, before there is a certificate, and cert-manager makes such ' +
      'Ingresses. An Ingress that has its TLS elsewhere is passed over. Of an ALB that is said by ' +
      'alb.ingress.kubernetes.io/certificate-arn, by HTTPS in alb.ingress.kubernetes.io/listen-ports, or by ' +
      'alb.ingress.kubernetes.io/ssl-redirect, with which HTTP only redirects (its certificate may be at another Ingress of the ' +
      'group); of GKE by networking.gke.io/managed-certificates, or ingress.gcp.kubernetes.io/pre-shared-cert; of Azure by ' +
      'appgw.ingress.kubernetes.io/appgw-ssl-certificate; of Oracle by oci-native-ingress.oraclecloud.com/certificate-ocid; of ' +
      'F5 by virtual-server.f5.com/clientssl; of Avi by ako.vmware.com/enable-tls; of Skipper by ' +
      'zalando.org/aws-load-balancer-ssl-cert; of OpenShift by route.openshift.io/termination: edge, reencrypt or passthrough; ' +
      'of Kong by konghq.com/protocols: https, which leaves http out; of Traefik by traefik.ingress.kubernetes.io/router.tls: ' +
      '"true", or by an annotation below it, such as router.tls.certresolver; and of NGINX by nginx.org/mergeable-ingress-type: ' +
      'minion, whose master has the entry, or by nginx.ingress.kubernetes.io/canary, as the Ingress that it tries out has it, ' +
      'or by kubernetes.azure.com/tls-cert-keyvault-managed, with which Azure writes the entry. A router of Traefik may have a ' +
      'middleware that redirects to HTTPS, and Application Gateway for Containers an extension (alb-ingress-extension); they ' +
      'are known by their names alone, in which http-to-https occurs, or redirect and one of https, ssl, tls and scheme. So are ' +
      'entry points with TLS, when all that router.entrypoints lists have websecure or https in their names. An Ingress without ' +
      'any entry is passed over too where HTTP only redirects, for a load balancer before the controller may end TLS: by ' +
      'nginx.ingress.kubernetes.io/force-ssl-redirect, nginx.org/redirect-to-https, haproxy.org/ssl-redirect, ' +
      'k8s.apisix.apache.org/http-to-https, or zalando.org/skipper-ingress-redirect. Where TLS is passed on to the service, the ' +
      'certificate is its own: that is ssl-passthrough of ingress-nginx and of HAProxy, ingress.cilium.io/tls-passthrough, and ' +
      'passthrough.ako.vmware.com/enabled. To other controllers these say nothing. Those of GKE count where the annotation ' +
      'kubernetes.io/ingress.class is gce, gce-internal or gce-regional-external, or where no class is said at all; the others ' +
      'where no class names another controller, as kong does. Taken on trust is a class that names none, an Ingress without ' +
      'one, and nginx for a minion, which ingress-nginx takes no notice of. Passed over as well are the classes of Caddy, ' +
      'Cloudflare, ngrok and Tailscale, which have or get certificates for all that they serve; whether plain HTTP is answered ' +
      'beside is set there, and not here.',
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
  *check({ rules, tls, hasTlsElsewhere, isOfAlb }) {
    const served = rules.filter(({ isForChallenge }) => !isForChallenge);
    const isForChallenges = rules.length > 0 && served.length === 0;
    if (hasTlsElsewhere || isForChallenges) return;
    const better = isOfAlb ? { remedy: forAlb } : {};
    const named = served.filter(({ host }) => isNamedHost(host));
    if (named.length === 0 && tls.length === 0) {
      yield {
        path: '/spec/tls',
        message: 'the Ingress has no tls entry',
        remedy: 'Add an entry to spec.tls.',
        ...better,
      };
    }
    const isCovered = coverageOf(tls);
    for (const { index, host } of named) {
      if (host === undefined || isCovered(host)) continue;
      yield {
        path: pointer('/spec/rules', index, 'host'),
        message: message((show) => `host ${show(host)} is in no tls entry`),
        ...better,
        subject: host,
      };
    }
  },
});

/** No entry in spec.tls makes an ALB listen on HTTPS, nor does a secret give it a certificate. */
const forAlb =
  'List HTTPS in alb.ingress.kubernetes.io/listen-ports, or name a certificate by alb.ingress.kubernetes.io/certificate-arn.';
