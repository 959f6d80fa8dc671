import type { DemoCommands } from '../demo-commands.ts';
import { commandText, PLUGIN, PROGRAM } from './command-line.ts';

export interface KeepInput {
  readonly kubeconfig: string;
  /** The file for a shell to source. */
  readonly script: string;
  readonly commands: DemoCommands;
  /** Whether the workloads are at the target by now. */
  readonly moved: boolean;
  /** Whether there is a kubectl; the plugin can do without. */
  readonly kubectl: boolean;
  readonly width: number;
}

/** How to go on in a second terminal. */
export function keepText({ kubeconfig, script, commands, moved, kubectl, width }: KeepInput): string[] {
  const { images, plan, migrate, verify, rollback } = commands;
  const next = moved
    ? [images, verify, rollback, verify, plan, migrate]
    : [images, plan, migrate, verify, rollback, verify];
  return [
    `KUBECONFIG=${kubeconfig}`,
    'In another terminal (sh, bash, zsh), first this, which is for that terminal only:',
    '',
    `    . ${script}`,
    '',
    'then for example:',
    '',
    ...(kubectl ? ['    kubectl get pods -A'] : []),
    ...next.flatMap((args) => indented(commandText(args, width - 4, kubectl ? PROGRAM : PLUGIN))),
    '',
    'Ctrl-C here ends it and leaves nothing behind.',
  ];
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}
