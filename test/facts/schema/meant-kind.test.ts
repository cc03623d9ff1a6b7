import { expect } from 'chai';
import { loadCatalogue } from '../../../src/facts/schema/catalogue.js';
import { meantBy } from '../../../src/facts/schema/meant-kind.js';

describe('the kind that is meant', () => {
  let kinds: readonly string[] = [];
  before(async () => {
    kinds = [...(await loadCatalogue({ major: 1, minor: 35 })).kinds, 'example.com/v2 Backup', 'example.com/v1 Garden'];
  });

  const meant: Readonly<Record<string, string>> = {
    'networking.k8s.io/v1beta1 NetworkPolicy': 'networking.k8s.io/v1 NetworkPolicy',
    'autoscaling/v3 HorizontalPodAutoscaler': 'autoscaling/v2 HorizontalPodAutoscaler',
    'batch/v1beta2 CronJob': 'batch/v1 CronJob',
    'example.com/v1 Backup': 'example.com/v2 Backup',
    'storage.k8s.io/v1 StorageClas': 'storage.k8s.io/v1 StorageClass',
    'apps/v1 deployment': 'apps/v1 Deployment',
    'example.com/v1 Gardn': 'example.com/v1 Garden',
    'v1 NetworkPolicy': 'networking.k8s.io/v1 NetworkPolicy',
    'app/v1 StatefulSet': 'apps/v1 StatefulSet',
    'apps/v1 Service': 'v1 Service',
    'networking.k8s.oi/v1 Ingress': 'networking.k8s.io/v1 Ingress',
    ' Deployment': 'apps/v1 Deployment',
    'apps/v1/x Deployment': 'apps/v1 Deployment',
  };
  for (const [name, other] of Object.entries(meant)) {
    it(`by ${name} is ${other}`, () => {
      expect(meantBy(name, kinds)).to.equal(other);
    });
  }

  for (const name of [
    'serving.knative.dev/v1 Service',
    'apps.kruise.io/v1alpha1 StatefulSet',
    'networking.internal.knative.dev/v1alpha1 Ingress',
    'autoscaling.k8s.io/v1 VerticalPodAutoscaler',
    'batch.volcano.sh/v1alpha1 Job',
    'v1 Deploymnt',
    'constructor __proto__',
    '',
  ])
    it(`by "${name}" is itself`, () => {
      expect(meantBy(name, kinds)).to.equal(undefined);
    });
});
