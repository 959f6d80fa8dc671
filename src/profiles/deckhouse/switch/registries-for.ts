/** With which logins the images of Deckhouse are asked for. */
import { credentialsFor } from '../../../domain/credentials/credentials-for.ts';
import { loginsIn } from '../../../domain/credentials/logins-in.ts';
import { liesIn } from '../../../domain/mapping/registry-prefix.ts';
import type { PlatformPorts, PlatformTarget } from '../../../domain/plan/profile.ts';
import type { Registries } from '../../../domain/ports/registry.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import type { EncodedKeys } from './registry-keys.ts';

/** The target by the login that was given, everything else by the one that Deckhouse has there. */
export function registriesFor(
  ports: PlatformPorts,
  target: PlatformTarget | undefined,
  keys: EncodedKeys,
): Registries {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: '' }, data: keys };
  const given = target?.credential === undefined ? [] : [target.credential];
  return ports.openRegistries((image) => ({
    connection: ports.connectionFor(image.host),
    credentials:
      target !== undefined && liesIn(target.place, image)
        ? given
        : credentialsFor(image, loginsIn(secret, `${D8_SYSTEM}/deckhouse-registry`)),
  }));
}
