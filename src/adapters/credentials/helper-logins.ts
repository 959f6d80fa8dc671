import type { Credential } from '../../domain/credentials/credential.ts';
import type { CredentialHelper } from '../../domain/credentials/credential-helper.ts';
import { memoize } from '../../domain/memoize.ts';
import { runCredentialHelper, type HelperRunOptions } from './run-credential-helper.ts';

/** Asks a helper for a login. */
export type AskHelper = (helper: CredentialHelper) => Promise<Credential | undefined>;

/** Each helper runs once per server, however many images ask: some open a window or call a cloud. */
export function createAskHelper(options: HelperRunOptions): AskHelper {
  return memoize(
    ({ program, server }: CredentialHelper) => `${program} ${server}`,
    async (helper) => runCredentialHelper(helper, options),
  );
}
