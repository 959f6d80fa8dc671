/** The runs that a site's cluster remembers, as `status` tells them. */
import assert from 'node:assert/strict';
import { CONFIG_MAPS } from './kinds.ts';
import { assertExit, EXIT } from './outcome.ts';
import { run } from './product.ts';
import type { Site } from './site.ts';

export interface SeenRun {
  readonly id: string;
  readonly state: string;
  readonly condition: string;
  readonly message: string;
  readonly workloads: readonly { readonly name: string; readonly outcome: string }[];
}

export interface SeenRuns {
  readonly holder?: string;
  /** Newest first. */
  readonly runs: readonly SeenRun[];
}

export async function seenRuns(site: Site): Promise<SeenRuns> {
  const outcome = await run(site, ['status', '--copy-namespace', site.copyNamespace, '-o', 'json']);
  assertExit(outcome, EXIT.done);
  return JSON.parse(outcome.stdout) as SeenRuns;
}

/** The newest run; throws where there is none. */
export async function newestRun(site: Site): Promise<SeenRun> {
  const {
    runs: [newest],
  } = await seenRuns(site);
  assert.ok(newest, 'there is a run');
  return newest;
}

/** Ids of the runs that are not taken back yet, with their states, as their journals have it. */
export async function openRuns(site: Site): Promise<Pick<SeenRun, 'id' | 'state'>[]> {
  const kept = await site.api.list(CONFIG_MAPS, site.copyNamespace);
  return kept
    .flatMap(({ data }) => data?.['run.json'] ?? [])
    .map((text) => JSON.parse(text) as SeenRun)
    .filter(({ state }) => state !== 'rolled-back')
    .map(({ id, state }) => ({ id, state }));
}
