/** Commands in messages reach the same cluster as the call that prints them, so that they work when they are pasted. */
import { type FlagValues, saidFlags } from './flag-origins.ts';
import { flagWords, quotedWords } from './shell-command.ts';

let reach: readonly string[][] = [];

/** To be called when a command opens its cluster: with which flags it did. */
export function recordConnectionFlags(flags: FlagValues): void {
  reach = saidFlags(flags, 'cluster').map(([flag, value]) => flagWords(flag, value));
}

/** What it opens by is part of every command for it; `rbac`, `demo` and the help ask no cluster. */
const COMMAND = /`(kubectl registry-switch (?!rbac|demo|help)[a-z]+(?: [^`]*)?)`/g;

/** Adds what is missing in each command of a text. */
export function reaching(text: string): string {
  return text.replaceAll(COMMAND, (_, command: string) => {
    const missing = reach.filter(([flag = '']) => !command.includes(` ${flag} `));
    return `\`${[command, ...missing.map(quotedWords)].join(' ')}\``;
  });
}
