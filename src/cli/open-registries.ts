/** The registries port, as the flags say how each host is reached. */
import { openRegistries as open } from '../adapters/registry/open-registries.ts';
import type { ConnectionFor } from '../domain/credentials/credential.ts';
import type { AccessFor, Registries } from '../domain/ports/registry.ts';

export function openRegistries(connectionFor: ConnectionFor): (accessFor: AccessFor) => Registries {
  return (accessFor) => open(accessFor, { connectionFor });
}
