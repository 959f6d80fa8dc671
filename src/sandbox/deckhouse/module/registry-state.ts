/** The Secrets of the module `registry`. */
import { createHash } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { SECRETS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import { heritage, SYSTEM } from '../estate/places.ts';
import { base64 } from '../base64.ts';
import type { Condition } from './conditions.ts';
import type { RegistryMode, RegistryParams } from './registry-params.ts';

export interface RegistryState {
  readonly mode: RegistryMode;
  readonly targetMode: RegistryMode;
  readonly conditions: readonly Condition[];
  /** What was reached last; absent where nobody ever configured a registry. */
  readonly params?: RegistryParams;
}

export const CONFIG_SECRET = { namespace: SYSTEM, name: 'registry-config' };
export const STATE_SECRET = { namespace: SYSTEM, name: 'registry-state' };

type Texts = Readonly<Record<string, string>>;

function secret(place: typeof CONFIG_SECRET, type: string, texts: Texts, annotations: Texts): EstateObject {
  const data = Object.entries(texts).map(([key, text]) => [key, base64(text)] as const);
  return estateObject(SECRETS, {
    metadata: { ...place, labels: heritage('registry'), annotations },
    type,
    data: Object.fromEntries(data),
  });
}

export function configSecret(params: RegistryParams): EstateObject {
  return secret(
    CONFIG_SECRET,
    'registry/config',
    { ...params, raw_config: stringify(params) },
    { version: '1' },
  );
}

export function stateSecret({ mode, targetMode, conditions, params }: RegistryState): EstateObject {
  const state = {
    mode,
    target_mode: targetMode,
    bashible: params === undefined ? {} : { unmanaged_params: params, actual_params: params },
    conditions,
  };
  const hash = createHash('sha256').update(JSON.stringify(state)).digest('hex');
  const texts = {
    mode,
    target_mode: targetMode,
    conditions: stringify(conditions),
    hash,
    state: stringify(state),
  };
  return secret(STATE_SECRET, 'registry/state', texts, { 'registry.deckhouse.io/config-hash': hash });
}

/** From the decoded Secret. */
export function readState({ state = '' }: Readonly<Record<string, string>>): RegistryState {
  const read = parse(state) as {
    readonly mode: RegistryMode;
    readonly target_mode: RegistryMode;
    readonly bashible: { readonly unmanaged_params?: RegistryParams };
    readonly conditions: readonly Condition[];
  };
  const { unmanaged_params: params } = read.bashible;
  return {
    mode: read.mode,
    targetMode: read.target_mode,
    conditions: read.conditions,
    ...(params && { params }),
  };
}

/** From the decoded Secret `registry-config`. */
export function readConfig(texts: Readonly<Record<string, string>>): RegistryParams {
  return parse(texts.raw_config ?? '') as RegistryParams;
}
