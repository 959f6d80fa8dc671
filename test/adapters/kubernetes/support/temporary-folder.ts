import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTearDown } from '../../../support/tear-down.ts';

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubernetes-adapter-'));
  onTearDown(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
