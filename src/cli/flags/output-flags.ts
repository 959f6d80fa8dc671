/** Flags of the result on stdout. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';

const helpGroup = 'OUTPUT';

export const outputFlags = {
  output: Flags.string({
    char: 'o',
    helpGroup,
    helpValue: 'FORMAT',
    description: 'table (default), wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=SPEC.',
  }),
  'no-headers': Flags.boolean({ helpGroup, description: 'Do not print table headers.' }),
  quiet: Flags.boolean({ char: 'q', helpGroup, description: 'Do not show progress on stderr.' }),
};

export type OutputFlags = InferredFlags<typeof outputFlags>;
