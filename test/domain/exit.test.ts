import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EXIT } from '../../src/domain/exit.ts';

describe('exit codes', () => {
  it('are those that the README promises', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, table = ''] = readme.split(/^\| exit code .*\n/m);
    const [rows = ''] = table.split('\n\n');
    const promised = [...rows.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
    assert.deepEqual(promised, Object.values(EXIT));
  });
});
