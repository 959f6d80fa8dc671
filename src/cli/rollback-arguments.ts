/** The arguments of `rollback`: `[RUN] [KIND/NAME...]`, or `[RUN] KIND NAME...` as in kubectl. */
import { UsageError } from '../domain/errors.ts';
import { parseWorkloadName, type WorkloadName } from '../domain/workload-kinds/workload-name.ts';
import { isRunId } from '../domain/run/run-id.ts';

export interface RollbackArguments {
  readonly run?: string;
  /** Names of workloads; empty: all workloads. */
  readonly names: readonly WorkloadName[];
}

/** Throws UsageError. */
export function rollbackArguments(given: readonly string[]): RollbackArguments {
  const [first = '', ...rest] = given;
  const run = isRunId(first) ? { run: first } : {};
  const words = isRunId(first) ? rest : given;
  return { ...run, names: withKind(words).map(readName) };
}

/** `deployment web api`: the first word is the kind of all the others. */
function withKind(words: readonly string[]): readonly string[] {
  const [kind = '', ...names] = words;
  const isKind = names.length > 0 && words.every((word) => word !== '' && !word.includes('/'));
  return isKind && !names.some(isRunId) ? names.map((name) => `${kind}/${name}`) : words;
}

function readName(text: string): WorkloadName {
  const name = parseWorkloadName(text);
  if (name !== undefined) return name;
  throw new UsageError(`invalid argument ${JSON.stringify(text)}: neither a run nor a workload`, {
    nextStep: 'Name a run as shown by `status`, and workloads as in kubectl, e.g. deployment/web.',
  });
}
