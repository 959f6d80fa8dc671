import type { ResultView } from '../../ui/output/result-view.ts';
import type { RollbackReport } from '../../workflow/rollback/roll-back.ts';
import { OUTCOME_COLUMNS, type OutcomeRow, outcomeRow } from './outcome-rows.ts';

export const ROLLBACK_VIEW: ResultView<RollbackReport, OutcomeRow> = {
  rows: ({ workloads, secrets }) => [
    ...workloads.map(outcomeRow),
    ...secrets.map(({ namespace, name, outcome, message }) => ({
      name: `secret/${name}`,
      object: `Secret ${namespace}/${name}`,
      outcome,
      message,
    })),
  ],
  ...OUTCOME_COLUMNS,
};
