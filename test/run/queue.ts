/** Groups that several processes take from, each group once; the queue is a folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export function writeQueue(folder: string, groups: readonly string[]): void {
  writeFileSync(path.join(folder, 'groups.json'), JSON.stringify(groups));
}

/** The next group that nobody has taken; `undefined`: all are. */
export function takeGroup(folder: string): string | undefined {
  const groups = JSON.parse(readFileSync(path.join(folder, 'groups.json'), 'utf8')) as string[];
  return groups.find((_, index) => takes(path.join(folder, String(index))));
}

function takes(place: string): boolean {
  try {
    mkdirSync(place);
    return true;
  } catch {
    return false;
  }
}
