/** Why a run did not complete: one sentence for its journal. */
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { MigrationReport } from '../workflow/carry-out.ts';
import { isFailure, type SwitchedWorkload } from '../workflow/switch/switched-workload.ts';

/** Failures before what was left alone; `undefined` when there is neither. */
export function causeOfSwitch(workloads: readonly SwitchedWorkload[]): string | undefined {
  return (
    failureIn(workloads) ?? summarize(workloads.filter(({ outcome }) => LEFT.has(outcome)).map(described))
  );
}

export function causeOfMigration({ switch: { workloads }, copy }: MigrationReport): string | undefined {
  const uncopied = copy.failed.map(({ target, reason }) => `${target} not copied: ${reason}`);
  // A workload left alone for a missing image is a consequence, not a cause.
  return failureIn(workloads) ?? summarize(uncopied) ?? causeOfSwitch(workloads);
}

function failureIn(workloads: readonly SwitchedWorkload[]): string | undefined {
  return summarize(workloads.filter(isFailure).map(described));
}

function described({ workload, outcome, message }: SwitchedWorkload): string {
  return `${describeRef(workload)} ${outcome}: ${message}`;
}

const LEFT: ReadonlySet<SwitchedWorkload['outcome']> = new Set(['unhealthy', 'left-alone']);

function summarize(causes: readonly string[]): string | undefined {
  const [first] = causes;
  if (first === undefined) return undefined;
  return `${first.replaceAll(/\s+/g, ' ')}${causes.length === 1 ? '' : `, and ${causes.length - 1} more`}`;
}
