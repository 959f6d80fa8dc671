/** A pull that failed, as the container runtime reports it through gRPC. */
export type FailureKind = 'not-found' | 'failed-precondition' | 'unknown';

/** The kubelet leaves the code away when it says nothing. */
const CODES: Readonly<Record<FailureKind, string>> = {
  'not-found': 'rpc error: code = NotFound desc = ',
  'failed-precondition': 'rpc error: code = FailedPrecondition desc = ',
  unknown: '',
};

export class PullFailure extends Error {
  override readonly name = 'PullFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }

  /** The same failure, with what was being done before its message. */
  during(what: string): PullFailure {
    return new PullFailure(this.kind, `${what}: ${this.message}`);
  }

  /** As the kubelet shows it. */
  get described(): string {
    return CODES[this.kind] + this.message;
  }
}
