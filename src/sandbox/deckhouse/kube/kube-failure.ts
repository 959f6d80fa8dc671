/** The API server refused, or did not answer (status 0). */
export class KubeFailure extends Error {
  override readonly name = 'KubeFailure';
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
