/** What ModuleConfig `deckhouse` says of the registry (`settings.registry`), as the Secret `registry-config` has it. */
export type RegistryMode = 'Unmanaged' | 'Direct' | 'Proxy' | 'Local';

export interface RegistryParams {
  readonly mode: RegistryMode;
  /** Absent: the mode Unmanaged without a section of its own. */
  readonly imagesRepo?: string;
  readonly scheme?: string;
  readonly ca?: string;
  readonly username?: string;
  readonly password?: string;
  readonly ttl?: string;
  readonly checkMode?: string;
}

export interface RegistrySection extends Omit<RegistryParams, 'mode'> {
  readonly license?: string;
}

export type RegistrySettingsOfModule = { readonly mode?: RegistryMode } & Readonly<
  Partial<Record<'unmanaged' | 'direct' | 'proxy', RegistrySection>>
>;

const SECTIONS = { Unmanaged: 'unmanaged', Direct: 'direct', Proxy: 'proxy', Local: undefined } as const;

export function registryParams(settings: RegistrySettingsOfModule = {}): RegistryParams {
  const { mode = 'Unmanaged' } = settings;
  const name = SECTIONS[mode];
  const section = name === undefined ? undefined : settings[name];
  if (section === undefined) return { mode };
  const { license, ...given } = section;
  const login = license === undefined ? {} : { username: 'license-token', password: license };
  return {
    mode,
    checkMode: 'Default',
    imagesRepo: 'registry.deckhouse.io/deckhouse/ce',
    ...given,
    ...login,
    scheme: given.scheme ?? 'HTTPS',
  };
}
