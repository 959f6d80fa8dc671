import type { AccessFor, Registries } from '../../domain/ports/registry.ts';
import { createAskAs } from './auth/authorized-request.ts';
import { createChallenges } from './auth/challenges.ts';
import { SYSTEM_CLOCK } from '../http/clock.ts';
import { inspectImage } from './manifest/inspect-image.ts';
import { createCheckLogin } from './auth/login-check.ts';
import { pingRegistry } from './ping-registry.ts';
import { readDigest } from './manifest/read-digest.ts';
import { readIndexManifests } from './manifest/read-index-manifests.ts';
import { createReferrersReader } from './manifest/read-referrers.ts';
import { followRedirects } from './transport/redirects.ts';
import { type RegistriesOptions, SYSTEM_TRUST } from './registries-options.ts';
import { createRegistryReader } from './manifest/registry-reader.ts';
import { repositoryAccess } from './auth/repository-access.ts';
import { createAskAny } from './auth/repository-session.ts';
import { createTokenSource } from './auth/token-source.ts';
import { createTransport } from './transport/transport.ts';

/**
 * Speaks the OCI distribution API (https://github.com/opencontainers/distribution-spec) with any number of registries.
 * Nothing is sent before the first question; connections are kept alive, but do not keep the process alive.
 */
export function openRegistries(accessFor: AccessFor, options: RegistriesOptions = {}): Registries {
  const { clock = SYSTEM_CLOCK, connectionFor = SYSTEM_TRUST } = options;
  const transport = followRedirects(createTransport(options));
  const challenges = createChallenges(transport, clock);
  const tokens = createTokenSource(transport, clock, connectionFor);
  const askAs = createAskAs({ transport, challenges, tokens });
  const checkLogin = createCheckLogin(askAs, challenges, clock);
  const askAny = createAskAny({ askAs, challenges, checkLogin });
  const reader = createRegistryReader({ accessFor, askAny, askAs });
  return {
    digest: async (image, signal) => readDigest(reader, image, signal),
    inspect: async (image, signal) => inspectImage(reader, image, signal),
    parts: async (image, signal) => readIndexManifests(reader, image, signal),
    referrers: createReferrersReader(reader),
    acceptedCredential: async (image, signal) => (await reader.head(image, signal)).login,
    ping: async (image, signal) =>
      pingRegistry({ askAs, checkLogin }, repositoryAccess(image, accessFor), signal),
  };
}
