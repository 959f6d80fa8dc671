/** A folder that only this user can read, and that is gone when the process is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface PrivateFolder {
  readonly path: string;
  /** Writes a file of mode 0600, or 0700 when it can be run, and returns its path. */
  write(name: string, content: string, kind?: 'data' | 'program'): string;
  remove(): void;
}

export function makePrivateFolder(): PrivateFolder {
  const path = mkdtempSync(join(tmpdir(), 'registry-switch-demo-'));
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.on('exit', remove);
  return {
    path,
    write: (name, content, kind = 'data') => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, content, { mode: kind === 'program' ? 0o700 : 0o600 });
      return file;
    },
    remove,
  };
}
