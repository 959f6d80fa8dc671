import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether the shell of this environment would find a program. */
export function isOnPath(program: string, path = process.env.PATH ?? ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
