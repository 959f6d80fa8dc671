/** Proves that nothing that was up went down: sees every state of the Deployments during a run. */
import assert from 'node:assert/strict';
import { DEPLOYMENTS } from './kinds.ts';
import type { Site } from './site.ts';
import { watchObjects } from './watch-objects.ts';

export interface ReadinessWatch extends AsyncDisposable {
  /** Throws when a Deployment had fewer ready pods at any time than at the beginning. */
  assertNothingWentDown(): void;
}

export async function watchReadiness(site: Site, namespaces: readonly string[]): Promise<ReadinessWatch> {
  const least = new Map<string, { readonly first: number; readonly least: number }>();
  const watches = await Promise.all(
    namespaces.map(async (namespace) =>
      watchObjects(site.api, { kind: DEPLOYMENTS, namespace }, ({ type, object }) => {
        const name = `${namespace}/${object.metadata?.name ?? ''}`;
        const ready = type === 'DELETED' ? 0 : (object.status?.readyReplicas ?? 0);
        const known = least.get(name);
        least.set(name, { first: known?.first ?? ready, least: Math.min(known?.least ?? ready, ready) });
      }),
    ),
  );
  return {
    assertNothingWentDown: () => {
      assert.ok(least.size > 0, 'there were Deployments to watch');
      const fallen = [...least].filter(([, seen]) => seen.least < seen.first);
      assert.deepEqual(fallen, [], 'Deployments that had fewer ready pods than before');
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(watches.map(async (watch) => watch[Symbol.asyncDispose]()));
    },
  };
}
