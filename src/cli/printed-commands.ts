/** Adds the connection flags of this call to commands in messages, so that they reach the same cluster when pasted. */
import { type FlagValues, saidFlags } from './flag-origins.ts';
import { flagWords, quotedWords } from './shell-command.ts';

let reach: readonly string[][] = [];

/** Called when a command connects to its cluster. */
export function recordConnectionFlags(flags: FlagValues): void {
  reach = saidFlags(flags, 'cluster').map(([flag, value]) => flagWords(flag, value));
}

/** A command in a message that connects to a cluster; `rbac`, `demo` and `help` do not. */
const COMMAND = /`(kubectl registry-switch (?!rbac|demo|help)[a-z]+(?: [^`]*)?)`/g;

/** Adds the missing connection flags to each command in a text. */
export function reaching(text: string): string {
  return text.replaceAll(COMMAND, (_, command: string) => {
    const missing = reach.filter(([flag = '']) => !command.includes(` ${flag} `));
    return `\`${[command, ...missing.map(quotedWords)].join(' ')}\``;
  });
}
