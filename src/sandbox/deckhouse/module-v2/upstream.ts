/** The upstream of a Managed registry, as ModuleConfig `registry` and RegistryConfig `registry` have it. */
import { createHash } from 'node:crypto';

export interface Upstream {
  /** Default HTTPS. */
  readonly scheme?: 'HTTP' | 'HTTPS';
  readonly host: string;
  readonly path: string;
  readonly ca?: string;
  readonly auth?: { readonly username?: string; readonly password?: string; readonly license?: string };
}

export interface RegistryV2Settings {
  readonly mode?: 'Managed' | 'Unmanaged';
  readonly primary?: { readonly upstream?: Upstream };
}

/** `undefined`: anonymous. */
export function loginOf({ auth }: Upstream): { username: string; password: string } | undefined {
  if (auth?.license !== undefined) return { username: 'license-token', password: auth.license };
  const { username, password } = auth ?? {};
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** The only way to see that a changed password has arrived. */
export function authDigest(upstream: Upstream): string {
  const { username = '', password = '' } = loginOf(upstream) ?? {};
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  return createHash('sha256').update(`deckhouse-registry-auth\0${login}`).digest('hex');
}
