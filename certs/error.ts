/** A state of the cluster that certificates cannot be made for. The message is one line and fit for a user. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly code = 'certificates';
}
