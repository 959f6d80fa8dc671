/** The log of regsync: Go's `slog`, JSON or text. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export type LogFields = Readonly<Record<string, unknown>>;

export type RegsyncLog = (level: LogLevel, message: string, fields?: LogFields) => void;

const LEVELS: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

export interface RegsyncLogOptions {
  readonly write: (line: string) => void;
  readonly now: () => Date;
  readonly json: boolean;
  /** The least level that is written, such as `info`. */
  readonly level: string;
}

export function regsyncLog({ write, now, json, level }: RegsyncLogOptions): RegsyncLog {
  const least = LEVELS.findIndex((one) => one.startsWith(level.slice(0, 4).toUpperCase()));
  return (at, message, fields = {}) => {
    if (LEVELS.indexOf(at) < least) return;
    const line = { time: now().toISOString(), level: at, msg: message, ...fields };
    write(json ? JSON.stringify(line) : textLine(line));
  };
}

function textLine(line: LogFields): string {
  return Object.entries(line)
    .map(([key, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${key}=${/[\s"=]/.test(text) ? JSON.stringify(text) : text}`;
    })
    .join(' ');
}
