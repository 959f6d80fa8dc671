import { openRegistries } from '../../../../src/adapters/registry/open-registries.ts';
import type { RegistriesOptions } from '../../../../src/adapters/registry/registries-options.ts';
import type { Credential, RegistryConnection } from '../../../../src/domain/credentials/credential.ts';
import type { ImageReference } from '../../../../src/domain/image/reference.ts';
import type { Registries } from '../../../../src/domain/ports/registry.ts';
import { recordingClock, type RecordingClock } from '../../../support/recording-clock.ts';

/** `shop/web:1` of a registry, with default tag 1. */
export function imageOf(host: string, repository = 'shop/web', tag = '1'): ImageReference {
  return { host, repository, tag };
}

export interface Client extends Registries {
  readonly clock: RecordingClock;
}

export interface ClientOptions extends RegistriesOptions {
  readonly credentials?: readonly Credential[];
  readonly connection?: RegistryConnection;
}

/** What is under test: over plain http unless told otherwise, with a clock that waits for nobody, and no proxy. */
export function client(options: ClientOptions = {}): Client {
  const { credentials = [], connection = { tls: 'disabled' }, ...rest } = options;
  const clock = recordingClock();
  const registries = openRegistries(() => ({ connection, credentials }), { clock, environment: {}, ...rest });
  return { ...registries, clock };
}
