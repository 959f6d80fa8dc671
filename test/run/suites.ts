/** Which files are run by which command; what takes longest comes first, so that nothing is waited for at the end. */
import { globSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const BEHAVIOUR = 'test/behaviour';

/** Folders of what is slow and rare: `npm run test:adversity`. */
const ADVERSITY = [
  ...['access', 'copier', 'corner-cases', 'digests', 'faults', 'fencing', 'field-ownership'],
  ...['hostile-journal', 'kill', 'mentions', 'operators', 'rollback-matrix', 'surroundings', 'waves'],
]
  .map((name) => path.join(BEHAVIOUR, name))
  .concat('test/profiles/deckhouse/on-sandbox')
  .map((folder) => folder + path.sep);

export const SUITES = { quick, adversity } as const;

/** `npm test`: whole programs first, a file of them takes as long as a hundred others. */
function quick(): string[] {
  const files = globSync('test/**/*.test.ts').filter(
    (file) => !ADVERSITY.some((folder) => file.startsWith(folder)),
  );
  return bySize(files, (file) => (isOfPrograms(file) ? 1_000 : 1));
}

function isOfPrograms(file: string): boolean {
  return [BEHAVIOUR, 'test/sandbox/demo'].some((folder) => file.startsWith(folder));
}

function adversity(): string[] {
  return bySize(ADVERSITY.flatMap((folder) => globSync(`${folder}**/*.test.ts`)));
}

/** What can go side by side on clusters of their own: files, and folders as patterns for mocha. */
export function groupsOnClusters(): string[] {
  const entries = [BEHAVIOUR, 'test/conformance'].flatMap((root) =>
    readdirSync(root).map((name) => path.join(root, name)),
  );
  const groups = entries.map((entry) => (entry.endsWith('.ts') ? entry : `${entry}/**/*.test.ts`));
  return bySize(groups.filter((group) => globSync(group).some((file) => file.endsWith('.test.ts'))));
}

/** The size of tests is the best guess of how long they take. */
function bySize(groups: readonly string[], weight: (group: string) => number = () => 1): string[] {
  const sizes = new Map(groups.map((group) => [group, weight(group) * sizeOf(group)]));
  return groups.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
}

function sizeOf(group: string): number {
  return globSync(group).reduce((sum, file) => sum + statSync(file).size, 0);
}
