/** What `rollback` is to undo, from its arguments: `[RUN] [KIND/NAME...]`. */
import { UsageError } from '../domain/errors.ts';
import type { ObjectRef } from '../domain/kubernetes/object-ref.ts';
import { kindNames } from '../domain/kubernetes/workload-name.ts';
import { isRunId } from '../domain/run/run-id.ts';

export interface RollbackArguments {
  readonly run?: string;
  /** Of workloads; empty: all are meant. */
  readonly names: readonly string[];
  /** Whether a workload is meant. */
  readonly selects: (workload: ObjectRef) => boolean;
}

/** Throws UsageError. */
export function rollbackArguments(given: readonly string[]): RollbackArguments {
  const [first = '', ...rest] = given;
  const run = isRunId(first) ? { run: first } : {};
  const names = isRunId(first) ? rest : given;
  const wrong = names.find((name) => !/^[^/\s]+\/[^/\s]+$/.test(name));
  if (wrong !== undefined) {
    throw new UsageError(`${JSON.stringify(wrong)} is neither a run nor a workload`, {
      nextStep: 'Name a run as `status` shows it, and workloads as kubectl does, such as deployment/web.',
    });
  }
  const wanted = names.map((name) => name.toLowerCase());
  return {
    ...run,
    names,
    selects: ({ resource, name }) =>
      names.length === 0 ||
      wanted.some((one) => kindNames(resource).some((kind) => one === `${kind}/${name}`)),
  };
}
