import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

/** Folders that paths start from. */
const STARTS = ['', 'src', 'src/workflow', 'src/sandbox', 'test/behaviour'];
/** Tests are named without theirs. */
const ENDINGS = ['', '.ts', '.test.ts'];

/** Paths in backquotes: of TypeScript, or below a folder that exists. */
function pathsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)\/?`/g)].map(([, one = '']) => one);
  return quoted.filter((one) => one.endsWith('.ts') || isThere(one.slice(0, one.indexOf('/'))));
}

function isThere(file: string): boolean {
  return STARTS.some((start) => ENDINGS.some((ending) => existsSync(path.join(ROOT, start, file + ending))));
}

describe('paths that the documentation names', () => {
  // A changelog names files of its time.
  const documents = globSync(['*.md', '.github/**/*.md', 'src/**/*.md'], { cwd: ROOT }).filter(
    (document) => document !== 'CHANGELOG.md',
  );
  for (const document of documents) {
    it(`exist: ${document}`, () => {
      const paths = pathsIn(readFileSync(path.join(ROOT, document), 'utf8'));
      assert.deepEqual(
        paths.filter((one) => !isThere(one)),
        [],
      );
    });
  }
});
