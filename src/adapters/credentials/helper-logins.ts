import type { Credential } from '../../domain/credentials/credential.ts';
import type { CredentialHelper } from '../../domain/credentials/credential-helper.ts';
import { runCredentialHelper, type HelperRunOptions } from './run-credential-helper.ts';

/** Asks a helper for a login. */
export type AskHelper = (helper: CredentialHelper) => Promise<Credential | undefined>;

/** Each helper runs once per server, however many images ask: some open a window or call a cloud. */
export function createAskHelper(options: HelperRunOptions): AskHelper {
  const asked = new Map<string, Promise<Credential | undefined>>();
  return async (helper) => {
    const key = `${helper.program} ${helper.server}`;
    const known = asked.get(key);
    if (known !== undefined) return known;
    const answer = runCredentialHelper(helper, options);
    asked.set(key, answer);
    return answer;
  };
}
