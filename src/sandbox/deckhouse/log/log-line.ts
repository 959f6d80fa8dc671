/** A line of Deckhouse's log, as it prints it. */
export interface LogLine {
  readonly level: 'info' | 'error';
  readonly message: string;
}

/** `hook`: of the module `deckhouse`, such as `images_copier`. */
export function printedLine({ level, message }: LogLine, hook: string, time: Date): string {
  const where = { module: 'deckhouse', hook: `002-deckhouse/hooks/${hook}.go` };
  return JSON.stringify({ level, msg: message, ...where, time: time.toISOString() });
}
