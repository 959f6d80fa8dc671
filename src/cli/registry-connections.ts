/** How to connect to each registry, from --registry-ca and --registry-tls. */
import { readFile } from 'node:fs/promises';
import type { RegistryConnection, TlsMode } from '../domain/credentials/credential.ts';
import { UsageError } from '../domain/errors.ts';
import type { RegistryFlags } from './flags/registry-flags.ts';

const TLS_MODES: readonly TlsMode[] = ['enabled', 'insecure', 'disabled'];

export type RegistryConnectionFlags = Pick<RegistryFlags, 'registry-ca' | 'registry-tls'>;

/** Reads the CA files once; the result answers for any `host[:port]`. Throws UsageError. */
export async function registryConnections(
  flags: RegistryConnectionFlags,
): Promise<(host: string) => RegistryConnection> {
  const authorities = await Promise.all((flags['registry-ca'] ?? []).map(readAuthority));
  const modes = new Map((flags['registry-tls'] ?? []).map(parseMode));
  return (host) => {
    const ca = authorities.flatMap((authority) =>
      authority.host === undefined || authority.host === host ? authority.pem : [],
    );
    return { tls: modes.get(host) ?? 'enabled', ...(ca.length === 0 ? {} : { ca: ca.join('\n') }) };
  };
}

interface Authority {
  /** Absent: for all registries. */
  readonly host?: string;
  readonly pem: string;
}

async function readAuthority(flag: string): Promise<Authority> {
  const separator = flag.indexOf('=');
  const host = flag.slice(0, Math.max(separator, 0));
  const file = flag.slice(separator + 1);
  const pem = await readPem(file);
  return { pem, ...(host === '' ? {} : { host }) };
}

/** The text of a file of certificates. Throws UsageError. */
export async function readPem(
  file: string,
  nextStep = 'Use a PEM file: FILE or HOST=FILE.',
): Promise<string> {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--registry-ca: cannot read ${file}`, { cause: error, nextStep });
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw new UsageError(`--registry-ca: no PEM certificate in ${file}`, {
    nextStep: 'Use a file that contains -----BEGIN CERTIFICATE-----.',
  });
}

function parseMode(flag: string): [string, TlsMode] {
  const separator = flag.lastIndexOf('=');
  const host = flag.slice(0, Math.max(separator, 0));
  const mode = TLS_MODES.find((known) => known === flag.slice(separator + 1));
  if (host !== '' && mode !== undefined) return [host, mode];
  throw new UsageError(`invalid --registry-tls ${JSON.stringify(flag)}`, {
    nextStep: `Use the form HOST=MODE with one of ${TLS_MODES.join(', ')}.`,
  });
}
