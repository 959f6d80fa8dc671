/** The exit codes of all commands. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** Wrong flags, arguments or files: nothing was read or changed. */
  usage: 2,
  /** Old references remain. */
  oldReferences: 3,
  /** Something was left alone. */
  partly: 4,
  /** Ctrl-C or SIGTERM, as in a shell: 128 plus the number of SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
