import { ALB, ALB_CERTIFICATE, ALB_GROUP, hasAlbCertificate } from './ingress-alb.js';
import { controllerOf, isOfGke } from './ingress-class.js';
import type { IngressClass } from './ingress-class.js';
import { field, stringAt } from './json.js';
import type { JsonObject } from './json.js';

/** The controllers that set up a load balancer for each Ingress, whatever it says. */
const APART: ReadonlySet<string | undefined> = new Set(['gce', 'tailscale', 'voyager']);

/** Whether Cilium has one load balancer for an Ingress or for all: dedicated or shared, and dedicated where nobody says. */
export const CILIUM_MODE = 'ingress.cilium.io/loadbalancer-mode';

/** Whether an Ingress has a load balancer, and with it an address, to itself. What an IngressClassParams says cannot be seen. */
export function hasOwnBalancer(annotations: JsonObject, named: IngressClass): boolean {
  const controller = likelyControllerOf(annotations, named);
  if (controller === 'cilium') return field(annotations, CILIUM_MODE) !== 'shared';
  return APART.has(controller) || (controller === 'alb' && stringAt(annotations, ALB_GROUP) === undefined);
}

/** Whether an ALB of AWS serves an Ingress: an entry in spec.tls does not make it listen on HTTPS, as an annotation does. */
export function isOfAlb(annotations: JsonObject, named: IngressClass): boolean {
  return likelyControllerOf(annotations, named) === 'alb';
}

function likelyControllerOf(annotations: JsonObject, named: IngressClass): string | undefined {
  return controllerOf(named) ?? spokenTo(annotations, named);
}

/** What only GKE reads or writes. Most Ingresses there name no class, as that of Google is the default. */
const GKE = [
  'networking.gke.io/',
  'ingress.gcp.kubernetes.io/',
  'kubernetes.io/ingress.global-static-ip-name',
  'kubernetes.io/ingress.regional-static-ip-name',
  'kubernetes.io/ingress.allow-http',
  'ingress.kubernetes.io/url-map',
  'ingress.kubernetes.io/forwarding-rule',
  'ingress.kubernetes.io/https-forwarding-rule',
] as const;

/** The controller that annotations are meant for, where no class names one. */
function spokenTo(annotations: JsonObject, named: IngressClass): string | undefined {
  if (speaksToAlb(annotations)) return 'alb';
  if (field(annotations, CILIUM_MODE) === 'dedicated') return 'cilium';
  return isOfGke(named) && speaksToGke(annotations) ? 'gce' : undefined;
}

function speaksToAlb(annotations: JsonObject): boolean {
  return Object.keys(annotations).some((name) => name.startsWith(ALB));
}

function speaksToGke(annotations: JsonObject): boolean {
  return Object.keys(annotations).some((name) => GKE.some((start) => name.startsWith(start)));
}

/**
 * What stands for all annotations of an ALB and of GKE that routingAnnotations has not, in the memory for Ingresses: that there are
 * some tells whose it is, and a certificate what an ALB listens on. What they say may be long, and is not asked.
 */
export function markOfController(annotations: JsonObject): JsonObject {
  return {
    ...(speaksToAlb(annotations) && { [ALB_CERTIFICATE]: hasAlbCertificate(annotations) ? 'arn' : '' }),
    ...(speaksToGke(annotations) && { [GKE[0]]: '' }),
  };
}
