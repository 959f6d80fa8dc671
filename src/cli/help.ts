/** Help in kubectl's format. */
import type { Command } from '@oclif/core/command';

const PROGRAM = 'kubectl registry-switch';

const INTRODUCTION = `Move a running Kubernetes cluster from one container registry to another.

Every image is proven to be at the target before a workload is touched; what was there before is
recorded on the object itself, so that "rollback" restores it exactly.
`;

/** Help of the program: the commands with their summaries. */
export function rootHelp(summaries: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(summaries).map((name) => name.length));
  const commands = Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(width)}   ${summary}`);
  return [
    INTRODUCTION,
    'Examples:',
    '  # See which registries the cluster pulls from',
    `  ${PROGRAM} images`,
    '',
    '  # Show what a move would do, then move',
    `  ${PROGRAM} plan --from old.example --to new.example`,
    `  ${PROGRAM} migrate --from old.example --to new.example --username me --password-stdin < password`,
    '',
    'Available Commands:',
    ...commands,
    '',
    'Usage:',
    `  ${PROGRAM} [command] [options]`,
    '',
    `Use "${PROGRAM} [command] --help" for more information about a command.`,
    '',
  ].join('\n');
}

/** Help of one command: description, examples, options by group, usage. */
export function commandHelp(name: string, command: HelpedCommand): string {
  const { examples: given = [] } = command;
  const examples = given.map((example) =>
    typeof example === 'string' ? example : `  # ${example.description}\n  ${PROGRAM} ${example.command}\n`,
  );
  return [
    command.description ?? command.summary ?? '',
    '',
    ...(examples.length === 0 ? [] : ['Examples:', ...examples]),
    ...optionGroups(command),
    'Usage:',
    `  ${PROGRAM} ${name} [options]`,
    '',
  ].join('\n');
}

/** The class of a command, or its entry in oclif's manifest. */
type HelpedCommand = Pick<Command.Cached, 'summary' | 'description' | 'examples' | 'flags'>;

interface Option {
  readonly allowNo?: boolean;
  readonly char?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly helpGroup?: string;
  readonly multiple?: boolean;
  readonly options?: readonly string[];
  readonly type?: string;
}

function optionGroups(command: HelpedCommand): string[] {
  const flags = Object.entries(command.flags as Readonly<Record<string, Option>>);
  const groups = Map.groupBy(flags, ([, { helpGroup = 'OTHER' }]) => helpGroup);
  return [...groups].flatMap(([group, members]) => [
    `${group.charAt(0)}${group.slice(1).toLowerCase()} options:`,
    ...members
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([flag, option]) => [optionHead(flag, option), `\t${option.description ?? ''}`, '']),
  ]);
}

/** kubectl's form: `-n, --namespace=[]:`. */
function optionHead(flag: string, option: Option): string {
  const short = option.char === undefined ? '' : `-${option.char}, `;
  return `    ${short}--${flag}=${defaultText(option)}:`;
}

/** A boolean flag with `allowNo` defaults to true; manifests do not contain its default. */
function defaultText({ type, multiple, allowNo, default: value }: Option): string {
  if (type === 'boolean') return value === true || allowNo === true ? 'true' : 'false';
  if (multiple === true) return '[]';
  return typeof value === 'number' ? String(value) : `'${typeof value === 'string' ? value : ''}'`;
}
