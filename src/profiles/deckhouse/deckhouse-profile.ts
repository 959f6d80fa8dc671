/** Deckhouse renders its own workloads from its registry settings: these are switched, the workloads follow. */
import type { Profile } from '../../domain/plan/profile.ts';
import { D8_SYSTEM } from './copier/copier-secret.ts';
import { DECKHOUSE_COPIER } from './copier/deckhouse-copier.ts';
import { isDeckhouses } from './is-deckhouses.ts';
import { DECKHOUSE_SWITCHER } from './switch/deckhouse-switcher.ts';

/**
 * Which way to another registry a release has: by hand or with its helper (until 2025, and on managed Kubernetes), with
 * the module `registry`, or with the second implementation of that; `takeover`: the second one is about to take over.
 */
export type Generation = 'helper' | 'module' | 'module-v2' | 'takeover' | 'unknown';

export interface FoundDeckhouse {
  readonly generation: Generation;
  readonly version?: string;
  readonly why: string;
}

const TITLES: Readonly<Record<Generation, string>> = {
  helper: 'registry changed with change-registry',
  module: 'module registry',
  'module-v2': 'module registry, second implementation',
  takeover: 'module registry, being replaced by its second implementation',
  unknown: 'generation unknown',
};

/** How Deckhouse itself is switched, as an imperative. */
const WAYS: Readonly<Record<Generation, string>> = {
  helper: 'run `kubectl registry-switch switch --platform`',
  module: 'set spec.settings.registry of ModuleConfig deckhouse',
  'module-v2': 'set spec.settings of ModuleConfig registry',
  takeover: `wait until Secret ${D8_SYSTEM}/registry-state is gone, then set spec.settings of ModuleConfig registry`,
  unknown: `grant \`get\` of Secrets in ${D8_SYSTEM} to learn how`,
};

export function deckhouseProfile({ generation, version, why }: FoundDeckhouse): Profile {
  const release = version === undefined ? '' : ` ${version}`;
  const reason = `Deckhouse renders it from its own settings: switch Deckhouse, it follows. ${capitalised(WAYS[generation])}`;
  return {
    name: 'deckhouse',
    title: `Deckhouse${release} (${TITLES[generation]})`,
    why,
    copier: DECKHOUSE_COPIER,
    ...(generation === 'helper' ? { switcher: DECKHOUSE_SWITCHER } : {}),
    switchedBy: WAYS[generation],
    leaves: (workload) => (isDeckhouses(workload) ? reason : undefined),
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
