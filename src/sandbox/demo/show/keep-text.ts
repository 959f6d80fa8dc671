import type { DemoCommands } from '../demo-commands.ts';
import { type Argument, commandText } from './command-line.ts';

export interface KeepInput {
  readonly kubeconfig: string;
  /** The file for a shell to source. */
  readonly script: string;
  readonly commands: DemoCommands;
  /** Whether the workloads are at the target by now. */
  readonly moved: boolean;
  readonly width: number;
}

/** How to go on in a second terminal. */
export function keepText({ kubeconfig, script, commands, moved, width }: KeepInput): string[] {
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
    '    kubectl get pods -A',
    ...next.flatMap((args) => indented(args, width)),
    '',
    'Ctrl-C here ends it and leaves nothing behind.',
  ];
}

function indented(args: readonly Argument[], width: number): string[] {
  return commandText(args, width - 4)
    .split('\n')
    .map((line) => `    ${line}`);
}
