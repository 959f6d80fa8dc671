/** Tells what the workloads that did not become healthy had to say. */
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { SwitchReport } from '../workflow/switch/switch-workloads.ts';
import type { Output } from './output.ts';

/** Says nothing when all became healthy. */
export async function sayEvidence(output: Output, { workloads }: SwitchReport): Promise<void> {
  for (const { workload, evidence = [] } of workloads) {
    if (evidence.length === 0) continue;
    await output.say([`What happened to ${describeRef(workload)}:`, ...evidence.map((line) => `  ${line}`)]);
  }
}
