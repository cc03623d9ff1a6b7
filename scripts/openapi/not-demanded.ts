/**
 * Fields that the documents call required and the API server does not demand, by definition: it fills them in, or takes what
 * is missing for the zero of its type. Each was seen by creating an object without it; test/e2e/schemas.e2e.ts does so again.
 */
export const notDemanded: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['io.k8s.api.batch.v1.PodFailurePolicy', ['rules']],
  ['io.k8s.api.core.v1.HTTPHeader', ['value']],
  ['io.k8s.api.core.v1.ISCSIVolumeSource', ['lun']],
  ['io.k8s.api.core.v1.LimitRangeSpec', ['limits']],
  ['io.k8s.api.core.v1.PreferredSchedulingTerm', ['preference']],
  ['io.k8s.api.core.v1.ScaleIOVolumeSource', ['secretRef']],
  ['io.k8s.api.core.v1.SleepAction', ['seconds']],
  ['io.k8s.api.core.v1.Sysctl', ['value']],
  ['io.k8s.api.discovery.v1.ForZone', ['name']],
  ['io.k8s.api.storage.v1.CSIDriver', ['spec']],
  // The empty audience is that of the API server itself.
  ['io.k8s.api.storage.v1.TokenRequest', ['audience']],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion', ['served']],
  // The only group that a role can be of is filled in.
  ['io.k8s.api.rbac.v1.RoleRef', ['apiGroup']],
]);
