import type { Credential } from '../../../domain/credentials/credential.ts';
import { DOCKER_HUB } from '../../../domain/image/docker-hub.ts';
import type { AuthorizedCopy } from '../../../domain/ports/copy-engine.ts';

/** One registry as regsync knows it: a name, the host behind it, and at most one login. */
export interface NamedRegistry {
  /** What references say: the host itself, or a made-up name for each further login at that host. */
  readonly name: string;
  /** `host[:port]` as in image references. */
  readonly host: string;
  readonly credential: Credential | undefined;
}

/** Address that Docker Hub's images are served from; its own name serves a web site. */
const DOCKER_HUB_ADDRESS = 'registry-1.docker.io';

/**
 * The registries of a list of copies. regsync has one login per registry name, while pull Secrets may have several
 * per host, one for each path: every further login gets a name of its own that is dialled at the same host.
 */
export class RegistryNames {
  readonly registries: readonly NamedRegistry[];
  readonly #names = new Map<string, string>();

  constructor(copies: readonly AuthorizedCopy[]) {
    const registries: NamedRegistry[] = [];
    const hosts = new Set<string>();
    const add = (host: string, credential: Credential | undefined): void => {
      const key = keyOf(host, credential);
      if (this.#names.has(key)) return;
      // Only a name with a dot is read as a host; `.internal` is reserved for private use.
      const name = hosts.has(host) ? `login-${registries.length}.registry-switch.internal` : host;
      hosts.add(host);
      this.#names.set(key, name);
      registries.push({ name, host, credential });
    };
    for (const copy of copies) {
      add(copy.source.host, copy.sourceCredential);
      add(copy.target.host, copy.targetCredential);
    }
    this.registries = registries;
  }

  /** The name under which this host is known with this login. */
  nameOf(host: string, credential: Credential | undefined): string {
    return this.#names.get(keyOf(host, credential)) ?? host;
  }
}

/** The address that is dialled for a host. */
export function addressOf(host: string): string {
  return host === DOCKER_HUB ? DOCKER_HUB_ADDRESS : host;
}

function keyOf(host: string, credential: Credential | undefined): string {
  if (credential === undefined) return JSON.stringify([host]);
  return credential.kind === 'basic'
    ? JSON.stringify([host, credential.username, credential.password])
    : JSON.stringify([host, credential.token]);
}
