import type { Clock } from '../clock.ts';
import type { Objects } from '../objects/objects.ts';
import type { SandboxUser } from './access/api-user.ts';
import type { Permits } from './access/permits.ts';
import type { ApiFaultHook } from './http/api-fault.ts';
import type { ApiRequest } from './http/api-request.ts';
import type { PodLogs } from './pod-logs.ts';

export interface SandboxApiOptions {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly logs: PodLogs;
  /** Default: any free port. */
  readonly port?: number;
  /** Users besides the administrator, who may do everything. */
  readonly users?: readonly SandboxUser[];
  /** What anybody may do besides what the roles allow that are bound to them; default: nothing. */
  readonly permits?: Permits;
  /** Makes answers go wrong. */
  readonly onRequest?: ApiFaultHook;
}

/** A running Kubernetes API on a loopback address. */
export interface SandboxApi {
  /** `https://127.0.0.1:port`. */
  readonly url: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly certificateAuthority: string;
  /** A kubeconfig (YAML) with a context of the name of each user, the administrator's as the current one. */
  readonly kubeconfig: string;
  /** Such a kubeconfig with another user's token as the current one; throws for a name that nobody has. */
  kubeconfigFor(user: string): string;
  /** Every request so far, the refused ones too; without bodies. */
  readonly requests: readonly Pick<ApiRequest, 'method' | 'url' | 'headers'>[];
  /** Cuts all connections and closes the port. */
  stop(): Promise<void>;
}
