import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';

/** What cert-manager 1.18 makes for an HTTP-01 challenge: a Pod that answers, and the way to it. */
function solver(): readonly JsonObject[] {
  const labels = {
    'acme.cert-manager.io/http-domain': '123456789',
    'acme.cert-manager.io/http-token': '987654321',
    'acme.cert-manager.io/http01-solver': 'true',
  };
  // Owners are left out: there is no Challenge in this cluster, and what belongs to nobody is collected.
  const metadata = { generateName: 'cm-acme-http-solver-', labels };
  const resources = { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } };
  const container = {
    name: 'acmesolver',
    image: 'quay.io/jetstack/cert-manager-acmesolver:v1.18.2',
    args: ['--listen-port=8089', '--domain=shop.example.com', '--token=dG9rZW4', '--key=dG9rZW4.a2V5'],
    ports: [{ name: 'http', containerPort: 8089 }],
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
  const path = {
    path: '/.well-known/acme-challenge/dG9rZW4',
    pathType: 'Exact',
    backend: { service: { name: 'cm-acme-http-solver-a', port: { number: 8089 } } },
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, annotations: { 'sidecar.istio.io/inject': 'false' } },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        restartPolicy: 'OnFailure',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'NodePort', ports: [{ name: 'http', port: 8089, targetPort: 8089 }], selector: labels },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        ...metadata,
        annotations: { 'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0,::/0' },
      },
      spec: { ingressClassName: 'nginx', rules: [{ host: 'shop.example.com', http: { paths: [path] } }] },
    },
  ];
}

describe('a certificate that is on its way', () => {
  withSeaworthy();

  it('is not kept from a namespace that enforces production', async () => {
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'acme', { enforce: 'production' });
    for (const object of solver()) {
      const { code, stderr } = await admin.run(['create', '-n', namespace, '-f', '-'], object);
      expect(code, stderr).to.equal(0);
    }
  });
});
