import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { childEnvironment } from '../../domain/credentials/child-environment.ts';
import type { Credential } from '../../domain/credentials/credential.ts';
import type { CredentialHelper } from '../../domain/credentials/credential-helper.ts';
import { isJsonObject } from '../../domain/credentials/json-object.ts';
import { ExpectedError } from '../../domain/errors.ts';

/** By which a helper says that it knows no login: docker-credential-helpers, credentials/error.go. */
const NOT_FOUND = 'credentials not found in native keychain';
/** The user name that stands for an identity token: docker/cli, cli/config/credentials/native_store.go. */
const TOKEN_USER = '<token>';

export interface HelperRunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks a credential helper for a login; `undefined` when it has none. Protocol of
 * https://github.com/docker/docker-credential-helpers: `get`, the server on standard input, a JSON object on standard
 * output. Throws ExpectedError; what the helper wrote is never shown, for it may hold a secret.
 */
export async function runCredentialHelper(
  helper: CredentialHelper,
  options: HelperRunOptions,
): Promise<Credential | undefined> {
  const { program, server } = helper;
  // A name is looked up on the PATH; a path would run whatever lies there.
  if (!/^[\w.-]+$/.test(program))
    throw new ExpectedError(`invalid credential helper name ${JSON.stringify(program)}`);
  const { output, exitCode } = await run(helper, options);
  if (exitCode === 0) return readLogin(output, program);
  if (output.trim() === NOT_FOUND) return undefined;
  throw new ExpectedError(`the credential helper ${program} fails for ${server} (exit code ${exitCode})`, {
    nextStep: `Try it manually: echo ${server} | ${program} get`,
  });
}

interface HelperResult {
  readonly output: string;
  readonly exitCode: number;
}

async function run({ program, server }: CredentialHelper, options: HelperRunOptions): Promise<HelperResult> {
  const { environment, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(program, ['get'], {
    env: childEnvironment(environment),
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(signal !== undefined && { signal }),
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A helper may answer without reading its input; its exit code decides.
  child.stdin.on('error', () => undefined);
  child.stdin.end(server);
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { output: Buffer.concat(chunks).toString('utf8'), exitCode: exitCode ?? -1 };
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ExpectedError(`the credential helper ${program} cannot be run`, {
      nextStep: `Install ${program} on the PATH, or remove it from "credHelpers" and "credsStore" in the docker config.`,
      cause,
    });
  }
}

function readLogin(output: string, program: string): Credential | undefined {
  const login = parse(output);
  if (!isJsonObject(login) || typeof login.Username !== 'string' || typeof login.Secret !== 'string') {
    throw new ExpectedError(`the credential helper ${program} did not return a login`);
  }
  const { Username: username, Secret: secret } = login;
  if (username === '' && secret === '') return undefined;
  if (username === TOKEN_USER) return { kind: 'identity-token', token: secret };
  return { kind: 'basic', username, password: secret, helper: program };
}

/** The parser's error is dropped: it quotes the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
