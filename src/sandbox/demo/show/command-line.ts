/** Commands as one would type them. */

export const PROGRAM = 'kubectl registry-switch';
/** As kubectl calls it. */
export const PLUGIN = 'kubectl-registry_switch';

/** An argument that the shell makes of a variable: shown by its name, passed by its value. */
export interface FromVariable {
  readonly variable: string;
  readonly value: string;
}

export type Argument = string | FromVariable;

/** What the program is called with. */
export function valuesOf(args: readonly Argument[]): string[] {
  return args.map((argument) => (typeof argument === 'string' ? argument : argument.value));
}

/** Broken before flags where a line would be wider than `width`. */
export function commandText(args: readonly Argument[], width: number, program = PROGRAM): string {
  const lines: string[] = [];
  let line = program;
  for (const part of flagsWithValues(args)) {
    if (line.length + part.length + 5 > width) {
      lines.push(`${line} \\`);
      line = `    ${part}`;
    } else line = `${line} ${part}`;
  }
  return [...lines, line].join('\n');
}

/** A flag and its value stay together. */
function flagsWithValues(args: readonly Argument[]): string[] {
  const parts: string[] = [];
  for (const argument of args) {
    const text = quoted(argument);
    const isValue = parts.at(-1)?.startsWith('-') === true && !text.startsWith('-');
    if (isValue) parts.push(`${parts.pop() ?? ''} ${text}`);
    else parts.push(text);
  }
  return parts;
}

function quoted(argument: Argument): string {
  if (typeof argument !== 'string') return `"$${argument.variable}"`;
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument}'`;
}
