import type { CopyReport } from '../workflow/copy/copy-images.ts';
import type { Output } from './output.ts';

/** What was not copied and where to look; prints nothing when everything was copied. */
export async function reportCopyFailures(
  output: Output,
  { failed, keptJob, logTail }: CopyReport,
): Promise<void> {
  if (failed.length === 0) return;
  await output.info(failed.map(({ source, reason }) => `not copied: ${source}: ${reason}`));
  if (keptJob === undefined) return;
  const [namespace = '', name = ''] = keptJob.split('/');
  await output.info([
    ...(logTail.length === 0 ? [] : ['end of the copy log:', ...logTail.map((line) => `  ${line}`)]),
    `Job ${keptJob} was kept for its log, without its Secrets: \`kubectl logs -n ${namespace} job/${name}\`. Fix what is reported above, then run the command again (\`copy\` with --retry).`,
  ]);
}
