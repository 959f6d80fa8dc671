/** Rows that say what became of objects of any kind. */
import { describeRef, kubectlName, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { ResultView } from '../../ui/output/result-view.ts';

export interface OutcomeRow {
  readonly name: string;
  readonly object: string;
  readonly outcome: string;
  readonly message: string;
}

export function outcomeRow({
  workload,
  outcome,
  message,
}: { readonly workload: ObjectRef } & Omit<OutcomeRow, 'name' | 'object'>): OutcomeRow {
  return { name: kubectlName(workload), object: describeRef(workload), outcome, message };
}

export const OUTCOME_COLUMNS: Omit<ResultView<never, OutcomeRow>, 'rows'> = {
  name: ({ name }) => name,
  columns: [
    { header: 'object', value: ({ object }) => object },
    { header: 'result', value: ({ outcome }) => outcome },
    { header: 'message', value: ({ message }) => message },
  ],
};
