import type { Credential } from '../../../src/domain/credentials/credential.ts';
import type { PullLogin } from '../../../src/domain/credentials/pull-login.ts';
import { parseRegistryPrefix } from '../../../src/domain/mapping/registry-prefix.ts';

const ME = { kind: 'basic', username: 'me', password: 's3cret' } as const;

/** A login of pods for a place such as `new.example/team`. */
export function pullLogin(address = 'new.example', credential: Credential = ME): PullLogin {
  return { place: parseRegistryPrefix(address, 'target'), credential };
}
