/** Flags that say what moves where. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { PIN_POLICIES } from '../../domain/plan/pinning.ts';
import { MAPPING_STRATEGIES } from '../../domain/mapping/mapping.ts';

const helpGroup = 'MOVE';

/** What is moved away from; enough for looking, not for moving. */
export const sourceFlags = {
  from: Flags.string({
    helpGroup,
    helpValue: 'HOST[/PREFIX]',
    multiple: true,
    multipleNonGreedy: true,
    description:
      "Registry (or a prefix in it) to move away from; may be repeated. '*' is every registry but the target.",
  }),
  to: Flags.string({
    helpGroup,
    helpValue: 'HOST[/PREFIX]',
    description: 'Registry (and prefix) to move to.',
  }),
  'push-to': Flags.string({
    helpGroup,
    helpValue: 'HOST[/PREFIX]',
    description:
      'Where images are written to, when that is another address of the same registry than pods use.',
  }),
  strategy: Flags.option({ options: MAPPING_STRATEGIES, default: 'keep' as const })({
    helpGroup,
    description:
      'What becomes of the path: keep (quay.io/a/x -> T/a/x), prefix-host (T/quay.io/a/x), flatten (T/a-x).',
  }),
  'max-depth': Flags.integer({
    helpGroup,
    min: 1,
    description: 'With --strategy flatten: path components of a target repository at most.',
  }),
  rules: Flags.string({
    helpGroup,
    helpValue: 'FILE',
    description: 'File of rules {from, to} by prefix; the longest prefix wins over the strategy.',
  }),
};

export const moveFlags = {
  ...sourceFlags,
  drift: Flags.option({ options: ['running', 'tag', 'refuse'] as const, default: 'running' as const })({
    helpGroup,
    description:
      'What to copy where a tag does not say what runs: what the pods run, what the tag says now, or nothing.',
  }),
  pin: Flags.option({ options: PIN_POLICIES, default: 'auto' as const })({
    helpGroup,
    description:
      'Whether images are written with their digest: where others can push to the target (auto), always or never.',
  }),
  overwrite: Flags.boolean({
    helpGroup,
    description: 'Replace tags of the target that hold another image.',
  }),
  'include-managed': Flags.boolean({
    helpGroup,
    description:
      'Patch also what Argo CD, Flux, OLM and their like write again; they will undo it unless their source changes too.',
  }),
  'rewrite-mentions': Flags.boolean({
    helpGroup,
    description:
      'Change references to the source in commands, arguments and environment of pod templates too, together with the images.',
  }),
  open: Flags.string({
    helpGroup,
    helpValue: 'NAMESPACE/KIND/NAME',
    multiple: true,
    multipleNonGreedy: true,
    description:
      'Give this workload its images although nothing that it may use opens them at the source; may be repeated.',
  }),
};

export type SourceFlags = InferredFlags<typeof sourceFlags>;

export type MoveFlags = InferredFlags<typeof moveFlags>;
