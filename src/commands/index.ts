/** All commands as oclif wants them, for its manifest and for programs that these are plugged into. */
import { COMMANDS } from './command-table.ts';

const classes = Object.entries(COMMANDS).map(
  async ([name, { summary, load }]) => [name, Object.assign(await load(), { summary })] as const,
);

export default Object.fromEntries(await Promise.all(classes));
