import { describeRef, kubectlName } from '../../domain/kubernetes/object-ref.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { RollbackReport } from '../../workflow/rollback/roll-back.ts';

interface RollbackRow {
  readonly name: string;
  readonly object: string;
  readonly outcome: string;
  readonly message: string;
}

export const ROLLBACK_VIEW: ResultView<RollbackReport, RollbackRow> = {
  rows: ({ workloads, secrets }) => [
    ...workloads.map(({ workload, outcome, message }) => ({
      name: kubectlName(workload),
      object: describeRef(workload),
      outcome,
      message,
    })),
    ...secrets.map(({ namespace, name, outcome, message }) => ({
      name: `secret/${name}`,
      object: `Secret ${namespace}/${name}`,
      outcome,
      message,
    })),
  ],
  name: ({ name }) => name,
  columns: [
    { header: 'object', value: ({ object }) => object },
    { header: 'result', value: ({ outcome }) => outcome },
    { header: 'message', value: ({ message }) => message },
  ],
};
