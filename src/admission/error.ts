/** Why a request gets no verdict: the caller's fault, or something that could not be reached. */
export type AdmissionErrorCode = 'invalid' | 'unavailable';

/** Its message is shown to the user of the API: one line, under 200 characters. */
export class AdmissionError extends Error {
  readonly code: AdmissionErrorCode;

  constructor(code: AdmissionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AdmissionError';
    this.code = code;
  }
}
