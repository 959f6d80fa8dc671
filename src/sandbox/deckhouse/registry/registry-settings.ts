/** What the Secret `deckhouse-registry` says, as Deckhouse reads it. */
import { createHash } from 'node:crypto';
import { basicHeader } from '../../oci/fetch-token.ts';
import { base64 } from '../base64.ts';
import { decodedData } from '../decoded-data.ts';
import type { DeckhouseImages } from '../deckhouse-options.ts';

/** Decoded; a key that is absent is absent. */
export type RegistrySettings = Readonly<Record<string, string>>;

/** Why the hook that reads it fails. */
export class SettingsFailure extends Error {
  override readonly name = 'SettingsFailure';
}

const KEYS = ['.dockerconfigjson', 'address', 'path', 'scheme', 'ca'];

type RegistryOf = Pick<DeckhouseImages, 'base' | 'scheme' | 'ca' | 'login'>;

/** The settings of a cluster that runs from these images. */
export function initialSettings({ base, scheme = 'https', ca, login }: RegistryOf): RegistrySettings {
  const slash = base.indexOf('/');
  const [address, path] = slash === -1 ? [base, ''] : [base.slice(0, slash), base.slice(slash)];
  const entry = login === undefined ? {} : { auth: basicHeader(login).replace(/^Basic /, '') };
  return {
    '.dockerconfigjson': JSON.stringify({ auths: { [address]: entry } }),
    address,
    path,
    scheme,
    ...(ca !== undefined && { ca }),
  };
}

/** Throws SettingsFailure in the words of the hook. */
export function readSettings(data: Readonly<Record<string, string>> | undefined): RegistrySettings {
  if (data === undefined) throw new SettingsFailure(`not found 'deckhouse-registry' secret`);
  const settings = decodedData(data);
  if (settings['.dockerconfigjson'] === undefined) {
    throw new SettingsFailure(`docker config not found in 'deckhouse-registry' secret`);
  }
  if (settings.address === undefined) {
    throw new SettingsFailure(`address field not found in 'deckhouse-registry' secret`);
  }
  return settings;
}

/** `host[:port]/path`: where all images of Deckhouse are. */
export function baseOf({ address = '', path = '' }: RegistrySettings): string {
  return address + path.replace(/\/$/, '');
}

/** Of what the module `registry` compares, as its template makes it. */
export function versionOf(settings: RegistrySettings): string {
  const { address, path, scheme, ca, '.dockerconfigjson': config = '' } = settings;
  const compared = { address, path, scheme, ...(ca && { ca }), '.dockerconfigjson': base64(config) };
  return createHash('sha256').update(JSON.stringify(compared)).digest('hex');
}

export function checksumOf(settings: RegistrySettings): string {
  const known = KEYS.map((key) => settings[key]);
  return createHash('sha256').update(JSON.stringify(known)).digest('hex');
}
