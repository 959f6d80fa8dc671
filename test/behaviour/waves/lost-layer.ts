/** Moves to images that are at the target, but for a layer. */
import assert from 'node:assert/strict';
import type { Buildable } from '../builders/buildable.ts';
import { withClosed } from '../harness/closed-node.ts';
import { loseLayer } from '../harness/lose-layer.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import type { Site, SourceImage } from '../harness/site.ts';

/** Results as JSON, and little patience. */
export const QUICKLY = ['--timeout', '6s', '-o', 'json'];

/** Puts pods on one node only, so that other nodes have none of their layers. */
export async function startOnFirst(site: Site, ...objects: readonly Buildable[]): Promise<void> {
  const others = site.cluster.nodes.filter((node) => node !== first(site));
  await withClosed(site.api, others, async () => site.start(...objects));
}

/** Pods that are made meanwhile have to pull everything. */
export async function elsewhere<Result>(site: Site, run: () => Promise<Result>): Promise<Result> {
  return withClosed(site.api, [first(site)], run);
}

export async function migrateElsewhere(site: Site): Promise<Outcome> {
  return elsewhere(site, async () => migrate(site, QUICKLY));
}

function first({ cluster }: Site): string {
  return cluster.nodes[0] ?? assert.fail();
}

export async function copyAndLose(site: Site, images: readonly (SourceImage | undefined)[]): Promise<void> {
  assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)]), EXIT.done);
  for (const image of images) await loseLayer(site.cluster.target, image?.repository ?? '', '1');
}
