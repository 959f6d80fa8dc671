/** Why a run did not come to its end, in a sentence that its journal keeps. */
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { MigrationReport } from '../workflow/carry-out.ts';
import { isFailure, type SwitchedWorkload } from '../workflow/switch/switched-workload.ts';

/** What failed goes before what is left over; `undefined`: nothing of that. */
export function causeOfSwitch(workloads: readonly SwitchedWorkload[]): string | undefined {
  return failureIn(workloads) ?? told(workloads.filter(({ outcome }) => LEFT.has(outcome)).map(described));
}

export function causeOfMigration({ switch: { workloads }, copy }: MigrationReport): string | undefined {
  const uncopied = copy.failed.map(({ target, reason }) => `${target} not copied: ${reason}`);
  // Without its images a workload is left alone: that is no cause of its own.
  return failureIn(workloads) ?? told(uncopied) ?? causeOfSwitch(workloads);
}

function failureIn(workloads: readonly SwitchedWorkload[]): string | undefined {
  return told(workloads.filter(isFailure).map(described));
}

function described({ workload, outcome, message }: SwitchedWorkload): string {
  return `${describeRef(workload)} ${outcome}: ${message}`;
}

const LEFT: ReadonlySet<SwitchedWorkload['outcome']> = new Set(['unhealthy', 'left-alone']);

function told(causes: readonly string[]): string | undefined {
  const [first] = causes;
  if (first === undefined) return undefined;
  return `${first.replaceAll(/\s+/g, ' ')}${causes.length === 1 ? '' : `, and ${causes.length - 1} more`}`;
}
