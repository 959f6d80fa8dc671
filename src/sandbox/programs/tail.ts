import { pause } from '../clock.ts';
import type { Program } from './program.ts';

/** `tail -n +1 -F FILE`: prints the whole file, and again when it is another one, as files of volumes are that change. */
export const tail: Program = async ({ argv, readFile, log, clock, signal }) => {
  const path = argv.find((word) => word.startsWith('/')) ?? '';
  let printed = '';
  do {
    const content = readFile(path)?.toString() ?? '';
    const lines = content === printed ? [] : content.replace(/\n$/, '').split('\n');
    for (const line of lines) log(line);
    printed = content;
  } while (await pause(1000, clock, signal));
  return 0;
};
