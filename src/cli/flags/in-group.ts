import * as Flags from '@oclif/core/flags';

/** Puts flags that name no group of the help themselves into this one. */
export function inGroup<Members extends Readonly<Record<string, object>>>(
  helpGroup: string,
  flags: Members,
): Members {
  const members = Object.entries(flags).map(([name, flag]) => [name, { helpGroup, ...flag }]);
  return Object.fromEntries(members) as Members;
}

/** A flag that may be repeated, with one value each time. */
export const repeated = Flags.custom({ multiple: true, multipleNonGreedy: true });
