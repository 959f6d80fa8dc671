/** A regsync.yml as far as the copy engine of the product writes one (regclient, cmd/regsync/config.go). */
import { parse } from 'yaml';
import { loginsFor, type LoginEntry, readLogins } from '../../oci/login.ts';
import type { RegistryClientOptions } from '../../oci/registry-client.ts';
import type { ProgramContext } from '../program.ts';
import { RegsyncError } from './regsync-error.ts';

/** How a registry is reached. */
export type RegsyncRegistry = Pick<RegistryClientOptions, 'origin' | 'trust' | 'login'>;

export interface RegsyncEntry {
  readonly source: string;
  readonly target: string;
}

export interface RegsyncConfig {
  readonly entries: readonly RegsyncEntry[];
  /** Whether what refers to an image comes along. */
  readonly referrers: boolean;
  /** How to reach a registry, by its name in references. */
  readonly registry: (name: string) => RegsyncRegistry;
}

interface WrittenCreds {
  readonly registry: string;
  readonly hostname?: string;
  readonly tls?: 'enabled' | 'insecure' | 'disabled';
  readonly regcert?: string;
}

interface WrittenConfig {
  readonly creds?: readonly WrittenCreds[];
  readonly defaults?: { readonly referrers?: boolean };
  readonly sync?: readonly RegsyncEntry[];
}

type Files = Pick<ProgramContext, 'readFile' | 'env'>;

/** Throws RegsyncError. */
export function readRegsyncConfig(path: string, files: Files): RegsyncConfig {
  const { creds = [], defaults, sync = [] } = (parse(contentOf(path, files)) ?? {}) as WrittenConfig;
  const logins = dockerLogins(files);
  return {
    entries: sync,
    referrers: defaults?.referrers === true,
    registry: (name) =>
      registryOf(creds.find(({ registry }) => registry === name) ?? { registry: name }, logins, files),
  };
}

function registryOf(
  { registry: name, hostname = name, tls, regcert }: WrittenCreds,
  logins: readonly LoginEntry[],
  files: Files,
): RegsyncRegistry {
  const [, certificate] = /^\{\{file "([^"]*)"\}\}$/.exec(regcert ?? '') ?? [];
  return {
    origin: `${tls === 'disabled' ? 'http' : 'https'}://${hostname}`,
    trust: {
      insecure: tls === 'insecure',
      ...(certificate !== undefined && { ca: contentOf(certificate, files) }),
    },
    login: loginsFor({ host: name, repository: '' }, logins)[0],
  };
}

function dockerLogins({ env, readFile }: Files): readonly LoginEntry[] {
  const content = readFile(`${env.DOCKER_CONFIG ?? ''}/config.json`);
  return content === undefined ? [] : readLogins(content.toString('utf8'));
}

function contentOf(path: string, { readFile }: Files): string {
  const content = readFile(path);
  if (content === undefined) throw new RegsyncError(`open ${path}: no such file or directory`);
  return content.toString('utf8');
}
