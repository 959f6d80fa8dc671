/** A login at a registry. Values of these types never reach an output, a log or an error message. */

/** User name and password (or access token), or an identity token of the OAuth2 flow. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string };

/** How a registry's TLS certificate is checked; `disabled` is plain http. */
export type TlsMode = 'enabled' | 'insecure' | 'disabled';

/** How to reach one registry host. */
export interface RegistryConnection {
  readonly tls: TlsMode;
  /** PEM certificates to trust besides the system's. */
  readonly ca?: string;
}

/** How any `host[:port]` is reached, as the user set it. */
export type ConnectionFor = (host: string) => RegistryConnection;
