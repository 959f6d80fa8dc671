import assert from 'node:assert/strict';
import { delimiter, dirname } from 'node:path';
import { isOnPath } from '../../../src/sandbox/demo/is-on-path.ts';
import { makePrivateFolder } from '../../../src/sandbox/demo/private-folder.ts';

describe('isOnPath', () => {
  it('finds what can be run, and nothing else', () => {
    const folder = makePrivateFolder();
    try {
      const path = ['/nowhere', '', dirname(folder.write('bin/tool', '', 'program'))].join(delimiter);
      folder.write('bin/text', '');
      assert.deepEqual(
        ['tool', 'text', 'other'].map((name) => isOnPath(name, path)),
        [true, false, false],
      );
    } finally {
      folder.remove();
    }
  });
});
