/** Counts the tests that ask a cluster, and says which one that was. */
import { sep } from 'node:path';

const FOLDERS = ['behaviour', 'conformance'].map((name) => `${sep}test${sep}${name}${sep}`);

/** Titles of what only the sandbox can show say so. */
const SANDBOX_ONLY = '(sandbox only)';

let cluster = '';

export function setClusterDescription(description: string): void {
  cluster = description;
}

export interface RunTest {
  readonly file?: string | undefined;
  fullTitle(): string;
}

/** `behaviour tests: 134 on the sandbox (...)`; `undefined` when none was run. */
export function behaviourLine(tests: readonly RunTest[]): string | undefined {
  const asking = tests.filter(({ file = '' }) => FOLDERS.some((folder) => file.includes(folder)));
  if (asking.length === 0) return undefined;
  const alone = asking.filter((test) => test.fullTitle().includes(SANDBOX_ONLY)).length;
  const more = alone === 0 ? '' : `, and ${alone.toString()} that only the sandbox can run`;
  return `behaviour tests: ${(asking.length - alone).toString()} on ${cluster}${more}`;
}
