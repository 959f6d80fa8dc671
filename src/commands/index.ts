/** All commands in the form that oclif expects, for its manifest and for programs that use them as a plugin. */
import { COMMANDS } from './command-table.ts';

const classes = Object.entries(COMMANDS).map(
  async ([name, { summary, load }]) => [name, Object.assign(await load(), { summary })] as const,
);

export default Object.fromEntries(await Promise.all(classes));
