/** Flags for source, target and mapping. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { PIN_POLICIES } from '../../domain/plan/pinning.ts';
import { PROFILE_NAMES } from '../../domain/plan/profile.ts';
import { MAPPING_STRATEGIES } from '../../domain/mapping/mapping.ts';
import { inGroup, repeated } from './in-group.ts';

/** Source and mapping: enough for commands that only read. */
export const sourceFlags = inGroup('MOVE', {
  from: repeated({
    helpValue: 'HOST[/PREFIX]',
    description:
      "Registry (or a prefix in it) to move away from; may be repeated. '*' is every registry but the target.",
  }),
  to: Flags.string({ helpValue: 'HOST[/PREFIX]', description: 'Registry (and prefix) to move to.' }),
  'push-to': Flags.string({
    helpValue: 'HOST[/PREFIX]',
    description: 'Address to push images to, if pods use another address for the same registry.',
  }),
  strategy: Flags.option({ options: MAPPING_STRATEGIES, default: 'keep' as const })({
    description:
      'How paths are mapped: keep (quay.io/a/x -> T/a/x), prefix-host (T/quay.io/a/x), flatten (T/a-x).',
  }),
  'max-depth': Flags.integer({
    min: 1,
    description: 'With --strategy flatten: maximum number of path components in a target repository.',
  }),
  rules: Flags.string({
    helpValue: 'FILE',
    description: 'File with prefix rules {from, to}; the longest matching prefix overrides the strategy.',
  }),
});

export const moveFlags = inGroup('MOVE', {
  ...sourceFlags,
  drift: Flags.option({ options: ['running', 'tag', 'refuse'] as const, default: 'running' as const })({
    description:
      'What to copy if a tag no longer points to what runs: what the pods run, what the tag points to now, or nothing.',
  }),
  pin: Flags.option({ options: PIN_POLICIES, default: 'auto' as const })({
    description:
      'When to write references with a digest: if others can push to the target (auto), always or never.',
  }),
  overwrite: Flags.boolean({ description: 'Overwrite tags at the target that hold another image.' }),
  'include-managed': Flags.boolean({
    description:
      'Also patch what Argo CD, Flux, OLM and similar tools manage; they revert it unless their source changes too.',
  }),
  profile: Flags.option({ options: PROFILE_NAMES })({
    description:
      'What the cluster is: a platform that manages its own registry, or generic. Default: found by its objects.',
  }),
  'rewrite-mentions': Flags.boolean({
    description:
      'Also change references to the source in commands, arguments and environment of pod templates.',
  }),
  open: repeated({
    helpValue: 'NAMESPACE/KIND/NAME',
    description:
      'Move this workload although it has no login that can pull its images from the source; may be repeated.',
  }),
});

export type SourceFlags = InferredFlags<typeof sourceFlags>;

export type MoveFlags = InferredFlags<typeof moveFlags>;
