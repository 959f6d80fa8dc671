// Asks the real API server of $CLUSTER_KUBECONFIG everything in the table and writes down its answers.
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { connectToCluster } from '../support/kube-connection.ts';
import { ANSWERS_FILE } from './answers-file.ts';
import { openGroup } from './run-group.ts';
import type { Answer } from './step.ts';
import { GROUPS } from './table.ts';

const { CLUSTER_KUBECONFIG } = process.env;
if (CLUSTER_KUBECONFIG === undefined) throw new Error('CLUSTER_KUBECONFIG is not set');
using connection = await connectToCluster(CLUSTER_KUBECONFIG);
const answers: Record<string, Record<string, Answer>> = {};
for (const group of GROUPS) {
  const recorded: Record<string, Answer> = {};
  const run = await openGroup(connection, group);
  for (const step of group.steps) {
    recorded[step.name] = await run.answer(step);
    console.log(`${group.name}: ${step.name}: ${String(recorded[step.name]?.status)}`);
  }
  await run.end();
  answers[group.name] = recorded;
}
writeFileSync(ANSWERS_FILE, await format(JSON.stringify(answers), { parser: 'json', printWidth: 110 }));
