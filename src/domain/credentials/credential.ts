/** A login at a registry. Values of these types never reach an output, a log or an error message. */

/** User name and password (or access token), or an identity token of the OAuth2 flow. */
export type Credential =
  | {
      readonly kind: 'basic';
      readonly username: string;
      readonly password: string;
      /** The credential helper that returned it; absent: stored in a file or Secret. */
      readonly helper?: string;
    }
  | { readonly kind: 'identity-token'; readonly token: string };

/** Whether a registry could not tell them apart. */
export function isSameLogin(a: Credential, b: Credential): boolean {
  if (a.kind === 'identity-token') return b.kind === 'identity-token' && a.token === b.token;
  return b.kind === 'basic' && a.username === b.username && a.password === b.password;
}

/** How a registry's TLS certificate is checked; `disabled` is plain http. */
export type TlsMode = 'enabled' | 'insecure' | 'disabled';

/** How to reach one registry host. */
export interface RegistryConnection {
  readonly tls: TlsMode;
  /** PEM certificates to trust besides the system's. */
  readonly ca?: string;
}

/** Connection settings of any `host[:port]`, as set by the user. */
export type ConnectionFor = (host: string) => RegistryConnection;
