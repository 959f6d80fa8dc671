import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { makePrivateFolder, type PrivateFolder } from '../../../src/sandbox/demo/private-folder.ts';

describe('makePrivateFolder', () => {
  let folder: PrivateFolder;

  beforeEach(() => {
    folder = makePrivateFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  it('is for this user only, and so is all in it', () => {
    assert.equal(modeOf(folder.path), '700');
    assert.equal(modeOf(folder.write('secret', 'x')), '600');
    assert.equal(modeOf(folder.write('bin/run', 'x', 'program')), '700');
    assert.equal(modeOf(`${folder.path}/bin`), '700');
  });

  it('goes with all that is in it, and twice is no error', () => {
    folder.write('bin/run', 'x');
    folder.remove();
    folder.remove();
    assert.equal(existsSync(folder.path), false);
  });
});
