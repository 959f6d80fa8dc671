import assert from 'node:assert/strict';
import { COUNTED_VIEW, FINDINGS_VIEW } from '../../../src/commands/views/findings-view.ts';
import type { Findings } from '../../../src/domain/verify/findings.ts';
import { POD, WEB } from './refs.ts';
import { cells, headers, names } from './shown.ts';

const findings: Findings = {
  apiVersion: 'registry-switch/v1',
  kind: 'Findings',
  from: ['old.example'],
  findings: [
    { kind: 'template', object: WEB, references: ['old.example/a:1'], counted: false, note: 'it is history' },
    { kind: 'pod', object: POD, references: ['old.example/a:1', 'old.example/b:1'], counted: true },
  ],
  unseen: [],
  warnings: [],
};

describe('the view of findings', () => {
  it('shows first what counts', () => {
    assert.deepEqual(headers(FINDINGS_VIEW).table, ['kind', 'namespace', 'name', 'refers to', 'note']);
    assert.deepEqual(cells(FINDINGS_VIEW, findings), [
      ['Pod', 'shop', 'web-1', 'old.example/a:1, old.example/b:1', 'remains'],
      ['Deployment', 'shop', 'web', 'old.example/a:1', 'not counted: it is history'],
    ]);
    assert.deepEqual(names(FINDINGS_VIEW, findings), ['pod/web-1', 'deployment.apps/web']);
  });

  it('leaves the findings as they are', () => {
    cells(FINDINGS_VIEW, findings);
    assert.deepEqual(
      findings.findings.map(({ object }) => object),
      [WEB, POD],
    );
  });

  it('shows scripts only what counts', () => {
    assert.deepEqual(names(COUNTED_VIEW, findings), ['pod/web-1']);
  });
});
