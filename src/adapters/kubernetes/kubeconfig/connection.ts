import type { KubeconfigEntry } from './kubeconfig.ts';

/** How to check the server's certificate, PEM. */
export interface ServerTls {
  readonly insecure: boolean;
  /** Absent: the system's authorities. */
  readonly authority?: string | undefined;
  readonly serverName?: string | undefined;
}

export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** On whose behalf requests are made. */
export interface Impersonation {
  readonly user?: string | undefined;
  readonly groups: readonly string[];
  readonly uid?: string | undefined;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Everything that is needed to talk to one API server, with flags and kubeconfig resolved. */
export interface Connection {
  readonly server: URL;
  /** Name of the kubeconfig's context. */
  readonly context?: string | undefined;
  readonly namespace: string;
  readonly tls: ServerTls;
  /** Proxy of the kubeconfig (`proxy-url`); the environment's is decided elsewhere. */
  readonly proxyUrl?: string | undefined;
  readonly compress: boolean;
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly basic?: { readonly username: string; readonly password: string } | undefined;
  /** The user whose `exec` or `auth-provider` gives the credentials. */
  readonly user?: KubeconfigEntry | undefined;
  readonly cluster?: KubeconfigEntry | undefined;
  readonly impersonation: Impersonation;
}
