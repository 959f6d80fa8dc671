/** A move during which somebody does something, just before the first write of an object arrives. */
import assert from 'node:assert/strict';
import { startApiProxy } from '../harness/api-proxy.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { objectPath } from '../harness/kube-api.ts';
import { migrate, type MoveOptions } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import type { Site } from '../harness/site.ts';

export interface Meanwhile extends MoveOptions {
  readonly args?: readonly string[];
  /** The Deployment whose patch is waited for, and what is done then. */
  readonly before: { readonly namespace: string; readonly name: string };
  readonly happens: () => Promise<unknown>;
}

export async function migrateMeanwhile(
  site: Site,
  { args = [], before, happens, ...options }: Meanwhile,
): Promise<Outcome> {
  const path = objectPath(DEPLOYMENTS, before);
  let done: Promise<unknown> | undefined;
  await using proxy = await startApiProxy(site.api, {
    beforeWrite: async (write) => {
      if (write.path !== path) return;
      done ??= happens();
      await done;
    },
  });
  const outcome = await migrate(site, ['--server', proxy.url, '-o', 'json', ...args], options);
  assert.ok(done !== undefined, `${before.name} was patched`);
  return outcome;
}
