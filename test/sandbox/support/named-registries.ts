import type { Network } from '../../../src/sandbox/network.ts';
import type { SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';

export interface NamedRegistries extends Network {
  readonly hosts: Readonly<Record<string, SandboxRegistry>>;
}

/** A network in which registries have names, as in image references. */
export function namedRegistries(hosts: Readonly<Record<string, SandboxRegistry>>): NamedRegistries {
  return {
    hosts,
    addressOf: (host) => {
      const url = hosts[host]?.url;
      return url === undefined
        ? undefined
        : { address: new URL(url).hostname, port: Number(new URL(url).port) };
    },
  };
}
