/** Flags of the result on stdout. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { inGroup } from './in-group.ts';

export const outputFlags = inGroup('OUTPUT', {
  output: Flags.string({
    char: 'o',
    helpValue: 'FORMAT',
    description: 'table (default), wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=SPEC.',
  }),
  'no-headers': Flags.boolean({ description: 'Do not print table headers.' }),
  quiet: Flags.boolean({ char: 'q', description: 'Do not show progress on stderr.' }),
});

export type OutputFlags = InferredFlags<typeof outputFlags>;
