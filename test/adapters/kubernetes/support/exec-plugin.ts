import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface ExecPlugin {
  /** The `exec` section for a user, naming the plugin relative to the folder. */
  readonly exec: Readonly<Record<string, unknown>>;
  /** What each run got as KUBERNETES_EXEC_INFO. */
  runs(): readonly Readonly<Record<string, unknown>>[];
}

/** What a run of the plugin prints, as JavaScript of `run`, the number of the run from 1, and `process`. */
export type StatusExpression = string;

/** A credential plugin in a folder: a script that notes each run and prints a credential. */
export function execPlugin(folder: string, status: StatusExpression): ExecPlugin {
  const notes = path.join(folder, 'runs.jsonl');
  writeFileSync(notes, '');
  const script = path.join(folder, 'plugin.mjs');
  const lines = [
    `#!${process.execPath}`,
    `import { appendFileSync, readFileSync } from 'node:fs';`,
    `const notes = ${JSON.stringify(notes)};`,
    `appendFileSync(notes, process.env.KUBERNETES_EXEC_INFO + '\\n');`,
    `const run = readFileSync(notes, 'utf8').split('\\n').length - 1;`,
    `const { apiVersion, kind } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);`,
    `console.log(JSON.stringify({ apiVersion, kind, status: ${status} }));`,
  ];
  writeFileSync(script, lines.join('\n'));
  chmodSync(script, 0o755);
  return {
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin.mjs',
      interactiveMode: 'Never',
    },
    runs: () =>
      readFileSync(notes, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  };
}
