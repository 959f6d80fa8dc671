import { stillPulling } from '../../domain/plan/plan.ts';
import {
  conclusionOf,
  countedFindings,
  describeMention,
  type Findings,
  mentionsIn,
  remaining,
} from '../../domain/verify/findings.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { MigrationReport } from '../../workflow/carry-out.ts';
import { OUTCOME_COLUMNS, type OutcomeRow, outcomeRow } from './outcome-rows.ts';

/** One row for each workload, then healed pods and images that were not copied. */
export const MIGRATION_VIEW: ResultView<MigrationReport, OutcomeRow> = {
  rows: (report) => [
    ...report.switch.workloads.map(outcomeRow),
    ...report.heal.healed.map(({ namespace, pod, waiting }) => ({
      name: `pod/${pod}`,
      object: `Pod ${namespace}/${pod}`,
      outcome: 'healed',
      message: `was in ${waiting}`,
    })),
    ...report.plan.leftAlone.map(({ workload, code, reason: message }) =>
      outcomeRow({ workload, outcome: code === 'finished' ? 'finished' : 'left-alone', message }),
    ),
    ...report.copy.failed.map(({ target, reason }) => ({
      name: `image/${target}`,
      object: `image ${target}`,
      outcome: 'not copied',
      message: reason,
    })),
  ],
  ...OUTCOME_COLUMNS,
};

/** The move in a few lines. */
export function summarizeMigration(report: MigrationReport, verifyCommand: string): string[] {
  const { copy, heal, plan, verify } = report;
  const switched = report.switch.workloads.filter(({ outcome }) => outcome === 'switched').length;
  const left = countedFindings(verify).length;
  const leftAlone = stillPulling(plan).length;
  return [
    `Images:    ${copy.copied.length} copied, ${copy.present.length} already at the target, ${copy.failed.length} failed`,
    `Workloads: ${switched} switched, ${report.switch.workloads.length - switched} not, ${leftAlone} left alone`,
    `Pods:      ${heal.healed.length} healed`,
    ...stillMentioned(verify),
    left === 0 ? `${conclusionOf(verify)}.` : `${remaining(left)}: see \`${verifyCommand}\`.`,
  ];
}

/** Mentions printed at most; `verify` lists them all. */
const MENTIONS_SHOWN = 10;

/** Mentions that were not rewritten: what reads them may still pull from the source. */
function stillMentioned(verify: Findings): string[] {
  const mentions = mentionsIn(verify);
  if (mentions.length === 0) return [];
  const more = mentions.length - MENTIONS_SHOWN;
  return [
    'Still mentioning the source:',
    ...mentions.slice(0, MENTIONS_SHOWN).map((one) => `  ${describeMention(one)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
