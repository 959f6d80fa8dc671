import assert from 'node:assert/strict';
import { COPY_VIEW } from '../../../src/commands/views/copy-view.ts';
import type { CopyReport } from '../../../src/workflow/copy/copy-images.ts';
import { cells, headers, names } from './shown.ts';

const report: CopyReport = {
  apiVersion: 'registry-switch/v1',
  kind: 'CopyReport',
  copied: ['new.example/a:1'],
  present: ['new.example/b:1'],
  failed: [{ source: 'old.example/c:1', target: 'new.example/c:1', reason: 'denied' }],
  logTail: [],
};

describe('the view of a copy', () => {
  it('is a row an image, with the reason of a failure', () => {
    assert.deepEqual(headers(COPY_VIEW).table, ['image', 'state', 'reason']);
    assert.deepEqual(cells(COPY_VIEW, report), [
      ['new.example/a:1', 'copied', ''],
      ['new.example/b:1', 'present', ''],
      ['new.example/c:1', 'failed', 'denied'],
    ]);
  });

  it('names the images', () => {
    assert.deepEqual(
      names(COPY_VIEW, report),
      ['a', 'b', 'c'].map((name) => `image/new.example/${name}:1`),
    );
  });
});
