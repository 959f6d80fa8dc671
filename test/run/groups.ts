/** What of the tests on a real cluster can go side by side on several: folders and files, the largest first. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOTS = ['test/behaviour', 'test/conformance'];

/** Texts for mocha: a file, or all files of a folder. */
export function groupsOfTests(): string[] {
  const entries = ROOTS.flatMap((root) => readdirSync(root).map((name) => path.join(root, name)));
  const groups = entries.map((entry) => ({ spec: specOf(entry), size: sizeOf(entry) }));
  return groups
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.size - a.size)
    .map(({ spec }) => spec);
}

function specOf(entry: string): string {
  return entry.endsWith('.ts') ? entry : `${entry}/**/*.test.ts`;
}

/** Bytes of tests: the best guess of how long they take. */
function sizeOf(entry: string): number {
  if (entry.endsWith('.test.ts')) return statSync(entry).size;
  if (entry.endsWith('.ts') || !statSync(entry).isDirectory()) return 0;
  return readdirSync(entry).reduce((sum, name) => sum + sizeOf(path.join(entry, name)), 0);
}

/** Groups that several processes take from, each group once; it is a folder. */
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
