/** A regsync.yml as far as the sandbox's regsync obeys it (regclient, cmd/regsync/config.go). */
import { parse } from 'yaml';
import { credentialsFor } from '../../../domain/credentials/credentials-for.ts';
import type { Credential, TlsMode } from '../../../domain/credentials/credential.ts';
import { parseDockerConfig, type DockerConfigEntry } from '../../../domain/credentials/docker-config.ts';
import { DOCKER_HUB } from '../../../domain/image/docker-hub.ts';
import type { ProgramContext } from '../program.ts';
import { RegsyncError } from './regsync-error.ts';
import { parseGoDuration } from './go-duration.ts';

/** How a registry is reached. */
export interface RegsyncRegistry {
  readonly name: string;
  /** `host[:port]` to dial. */
  readonly hostname: string;
  readonly tls: TlsMode;
  readonly ca: string | undefined;
  readonly credential: Credential | undefined;
  /** Requests at a time. */
  readonly concurrent: number;
}

export interface RegsyncEntry {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly digestTags: boolean;
  readonly referrers: boolean;
  readonly fastCheck: boolean;
  /** Waits while fewer pulls are left; `retry` in milliseconds. */
  readonly ratelimit: { readonly min: number; readonly retry: number };
}

export interface RegsyncConfig {
  /** Entries at a time; 0: one after another. */
  readonly parallel: number;
  readonly entries: readonly RegsyncEntry[];
  /** How to reach a registry; one that is not configured has the defaults. */
  readonly registry: (name: string) => RegsyncRegistry;
}

interface WrittenSettings {
  readonly digestTags?: boolean;
  readonly referrers?: boolean;
  readonly fastCheck?: boolean;
  readonly ratelimit?: { readonly min?: number; readonly retry?: string };
}

interface WrittenCreds {
  readonly registry?: string;
  readonly hostname?: string;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly tls?: TlsMode;
  readonly regcert?: string;
  readonly reqConcurrent?: number;
}

interface WrittenConfig {
  readonly version?: number;
  readonly creds?: readonly WrittenCreds[];
  readonly defaults?: WrittenSettings & { readonly parallel?: number; readonly skipDockerConfig?: boolean };
  readonly sync?: readonly (WrittenSettings & {
    readonly source?: string;
    readonly target?: string;
    readonly type?: string;
  })[];
}

type Files = Pick<ProgramContext, 'readFile' | 'env'>;

/** Requests to one registry at a time, when nothing is configured. */
const CONCURRENT = 3;

const NOTHING_SAID = {
  source: '',
  target: '',
  type: '',
  digestTags: false,
  referrers: false,
  fastCheck: false,
};

/** A shorter wait for the rate limit is made as long. */
const LEAST_RETRY = 5 * 60_000;

/** Throws RegsyncError. */
export function readRegsyncConfig(path: string, files: Files): RegsyncConfig {
  const text = files.readFile(path);
  if (text === undefined) throw new RegsyncError(`open ${path}: no such file or directory`);
  const written = (parse(text.toString('utf8')) ?? {}) as WrittenConfig;
  if ((written.version ?? 1) > 1) throw new RegsyncError('unsupported config version');
  const { defaults = {}, creds = [] } = written;
  const logins = defaults.skipDockerConfig === true ? [] : dockerLogins(files);
  const registries = new Map(
    creds.map((one) => {
      const registry = registryOf(one, logins, files);
      return [registry.name, registry] as const;
    }),
  );
  return {
    parallel: defaults.parallel ?? 0,
    entries: (written.sync ?? []).map((entry) => entryOf({ ...defaults, ...entry })),
    registry: (name) => registries.get(name) ?? registryOf({ registry: name }, logins, files),
  };
}

function entryOf(entry: NonNullable<WrittenConfig['sync']>[number]): RegsyncEntry {
  const { min = 0, retry = '' } = entry.ratelimit ?? {};
  const ratelimit = { min, retry: Math.max(LEAST_RETRY, parseGoDuration(retry)) };
  return { ...NOTHING_SAID, ...entry, ratelimit };
}

function registryOf(
  creds: WrittenCreds,
  logins: readonly DockerConfigEntry[],
  files: Files,
): RegsyncRegistry {
  const expand = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : expandTemplate(value, files);
  const name = expand(creds.registry) ?? '';
  const [username, password, token] = [expand(creds.user), expand(creds.pass), expand(creds.token)];
  const written =
    username !== undefined && password !== undefined
      ? ({ kind: 'basic', username, password } as const)
      : token !== undefined && ({ kind: 'identity-token', token } as const);
  return {
    name,
    hostname: creds.hostname ?? (name === DOCKER_HUB ? 'registry-1.docker.io' : name),
    tls: creds.tls ?? 'enabled',
    ca: expand(creds.regcert),
    credential: written === false ? loginFor(name, logins) : written,
    concurrent: creds.reqConcurrent ?? CONCURRENT,
  };
}

/** Of docker's logins only one for the whole registry: keys with a path mean nothing to regsync. */
function loginFor(name: string, logins: readonly DockerConfigEntry[]): Credential | undefined {
  const whole = logins.filter(({ key }) => !/^[^/]+\/(?!v[12]\/$)./.test(key.replace(/^https?:\/\//, '')));
  const exact = whole.find(({ key }) => key === name);
  return exact?.credential ?? credentialsFor({ host: name, repository: '' }, whole)[0];
}

function dockerLogins({ env, readFile }: Files): readonly DockerConfigEntry[] {
  const folder = env.DOCKER_CONFIG ?? `${env.HOME ?? ''}/.docker`;
  const content = readFile(`${folder}/config.json`);
  return content === undefined ? [] : parseDockerConfig(content.toString('utf8'), 'config.json').entries;
}

/** Go templates with `file` and `env`; file contents are trimmed. */
function expandTemplate(text: string, { readFile, env }: Files): string {
  return text.replaceAll(/\{\{\s*(file|env)\s+"([^"]*)"\s*\}\}/g, (_, kind: string, name: string) => {
    if (kind === 'env') return env[name] ?? '';
    const content = readFile(name);
    if (content === undefined) throw new RegsyncError(`open ${name}: no such file or directory`);
    return content.toString('utf8').trim();
  });
}
