/** kubectl's global connection flags, with the same meaning and the same defaults. */
export interface ConnectionOptions {
  /** `--kubeconfig`: this file only; it has to exist. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  /** `--cluster`, `--user`: entries of the kubeconfig to use instead of those that the context names. */
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
  readonly disableCompression?: boolean | undefined;
  readonly as?: string | undefined;
  readonly asGroups?: readonly string[] | undefined;
  readonly asUid?: string | undefined;
  /** `--request-timeout`: time for one request with its answer; absent or 0: no limit. */
  readonly requestTimeoutSeconds?: number | undefined;
  /** Default: `process.env`. Read: KUBECONFIG, HOME, HTTPS_PROXY, HTTP_PROXY, NO_PROXY, KUBERNETES_SERVICE_*. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}
