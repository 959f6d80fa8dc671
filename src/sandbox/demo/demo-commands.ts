/** The commands of the move that the demo shows. */
import { BARE_POD_SECRET } from './estate/legacy.ts';
import { NEW_LOGIN } from './estate/payments.ts';
import { STOREFRONTS } from './estate/storefront.ts';
import { PRIVATE_VENDOR, PUBLIC_VENDOR, TARGET } from './registries/demo-registries.ts';
import type { Argument } from './show/command-line.ts';

/** The environment variable that holds the path of the registries' authority. */
export const CA_VARIABLE = 'DEMO_CA';

const FROM = ['--from', PRIVATE_VENDOR.host, '--from', PUBLIC_VENDOR.host];

/** Of what would be left alone, the ways out that `plan` proposes. */
const WAYS_OUT = [
  '--pull-secret',
  `${NEW_LOGIN.namespace}/${NEW_LOGIN.name}`,
  '--image-path',
  `${STOREFRONTS.plural}.${STOREFRONTS.group}={.spec.image}`,
  '--include-managed',
  '--registry-secret',
  `${BARE_POD_SECRET.namespace}/${BARE_POD_SECRET.name}`,
];

export interface DemoCommands {
  readonly images: readonly Argument[];
  /** Without any way out: everything that is special is left alone. */
  readonly carefulPlan: readonly Argument[];
  readonly plan: readonly Argument[];
  readonly migrate: readonly Argument[];
  readonly verify: readonly Argument[];
  readonly rollback: readonly Argument[];
}

export function demoCommands(caFile: string): DemoCommands {
  const move = [...FROM, '--to', TARGET.host, '--registry-ca', { variable: CA_VARIABLE, value: caFile }];
  return {
    images: ['images'],
    carefulPlan: ['plan', ...move],
    plan: ['plan', ...move, ...WAYS_OUT],
    // Waves need not prove themselves for long where nothing can break.
    migrate: ['migrate', ...move, ...WAYS_OUT, '--settle', '2s', '--yes'],
    verify: ['verify', ...FROM, '-o', 'name'],
    rollback: ['rollback', '--yes'],
  };
}
