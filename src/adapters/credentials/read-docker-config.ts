import { homedir } from 'node:os';
import { type CredentialHelper, credentialHelperFor } from '../../domain/credentials/credential-helper.ts';
import { credentialsFor } from '../../domain/credentials/credentials-for.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { DockerConfig } from '../../domain/credentials/docker-config.ts';
import type { Credential } from '../../domain/credentials/credential.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import { memoize } from '../../domain/memoize.ts';
import { loginFiles } from './login-files.ts';
import { readLoginFile } from './read-login-file.ts';
import { type HelperRunOptions, runCredentialHelper } from './run-credential-helper.ts';

export interface DockerConfigOptions {
  /** Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Home folder; default: the user's. */
  readonly home?: string;
  /** Ends credential helpers that are still running. */
  readonly signal?: AbortSignal;
}

/**
 * The logins of `docker login` and `podman login`; `undefined` when there is no file of either. Throws UsageError for a
 * file that cannot be read. Credential helpers run when a login is asked for, not before.
 */
export async function readDockerConfig(options: DockerConfigOptions = {}): Promise<DockerLogins | undefined> {
  const { environment = process.env, home = homedir(), signal } = options;
  const files = await Promise.all(loginFiles({ environment, home }).map(readLoginFile));
  const configs = files.filter((config) => config !== undefined);
  if (configs.length === 0) return undefined;
  const problems = new Set<string>();
  const askHelper = forgiving(createAskHelper({ environment, signal }), { problems, signal });
  return {
    credentialsFor: async (image) =>
      (await Promise.all(configs.map(async (config) => configCredentials(config, image, askHelper)))).flat(),
    problems: () => [...problems],
  };
}

/** Whether a login is needed shows later: many configs name a helper that is not on this machine. */
function forgiving(
  ask: AskHelper,
  { problems, signal }: { readonly problems: Set<string>; readonly signal: AbortSignal | undefined },
): AskHelper {
  return async (helper) => {
    try {
      return await ask(helper);
    } catch (error) {
      if (!(error instanceof ExpectedError) || signal?.aborted === true) throw error;
      problems.add([error.message, ...(error.nextStep === undefined ? [] : [error.nextStep])].join(': '));
      return undefined;
    }
  };
}

/** As in docker, a helper's login takes precedence over the one in the file. */
async function configCredentials(
  config: DockerConfig,
  image: Parameters<DockerLogins['credentialsFor']>[0],
  askHelper: AskHelper,
) {
  const helper = credentialHelperFor(config, image.host);
  const kept = helper && (await askHelper(helper));
  return [...(kept === undefined ? [] : [kept]), ...credentialsFor(image, config.entries)];
}

/** The logins that this machine's user has. */
interface DockerLogins {
  /**
   * The logins to try for an image, in order. May run credential helpers, each once per registry; a helper that fails
   * knows none.
   */
  credentialsFor(image: ImageReference): Promise<readonly Credential[]>;
  /** The helpers that failed so far, each in a sentence that quotes nothing they said. */
  problems(): readonly string[];
}

/** Asks a helper for a login. */
type AskHelper = (helper: CredentialHelper) => Promise<Credential | undefined>;

/** Each helper runs once per server, however many images ask: some open a window or call a cloud. */
function createAskHelper(options: HelperRunOptions): AskHelper {
  return memoize(
    ({ program, server }: CredentialHelper) => `${program} ${server}`,
    async (helper) => runCredentialHelper(helper, options),
  );
}
