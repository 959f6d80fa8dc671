/** What comes after a move, to be killed or stopped: rollback, finish and heal, each with something to do. */
import assert from 'node:assert/strict';
import { statefulSet } from '../builders/stateful-set.ts';
import { type FencedEstate, openFencedEstate } from '../fencing/fenced-estate.ts';
import { SECRETS } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { run } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { everythingWritten, workloadSpecs } from '../harness/snapshot.ts';
import { sourceLogin } from '../harness/site.ts';
import { untilReady, untilStuck } from '../harness/until-ready.ts';
import { type Launch, moveTo } from './moving.ts';

export const LATER = ['rollback', 'finish', 'heal'] as const;

export type LaterCommand = (typeof LATER)[number];

export interface LaterScene extends AsyncDisposable {
  readonly estate: FencedEstate;
  /** The command, with all that it needs. */
  readonly launch: Launch;
  /** Somebody takes back what there is to be taken back. */
  readonly takeBack: (...args: readonly string[]) => Promise<Outcome>;
  /** Asserts that everything the command is for is done, and that all pods are ready. */
  readonly assertDone: () => Promise<void>;
  /** Asserts that all pods are ready. */
  readonly assertHealthy: () => Promise<void>;
}

export async function openLater(command: LaterCommand): Promise<LaterScene> {
  const estate = await openFencedEstate();
  const { site } = estate;
  const before = await workloadSpecs(site);
  const scope = ['--yes', '--namespace', site.namespaces];
  const home = ['--copy-namespace', site.copyNamespace];
  const source = ['--from', site.cluster.source.host];
  const args: Readonly<Record<LaterCommand, readonly string[]>> = {
    rollback: ['rollback', ...scope, ...home],
    finish: ['finish', ...scope, ...home, ...source],
    heal: ['heal', ...scope, ...source],
  };
  const stuck = command === 'heal' ? await openStuck(estate) : [];
  if (command !== 'heal') assertExit(await moveTo(estate, 'moved'), EXIT.done);
  const assertHealthy = async (): Promise<void> => {
    await estate.untilHealthy();
    if (command === 'heal') await untilReady(site.api, stuck);
  };
  return {
    estate,
    launch: async ({ args: more, onStart }) => run(site, [...args[command], ...more], { onStart }),
    takeBack: async (...more) => run(site, [...args.rollback, ...more]),
    assertHealthy,
    assertDone: async () => {
      if (command === 'rollback') assert.deepEqual(await workloadSpecs(site), before);
      if (command === 'finish') await assertFinished(estate);
      await assertHealthy();
    },
    [Symbol.asyncDispose]: async () => site[Symbol.asyncDispose](),
  };
}

async function assertFinished({ site }: FencedEstate): Promise<void> {
  const written = JSON.stringify(await everythingWritten(site));
  assert.doesNotMatch(written, /registry-switch\.io\/(changes|backup)|before-registry-switch/);
  const secrets = await site.api.list(SECRETS);
  for (const { metadata, data } of secrets) {
    if (metadata?.namespace?.startsWith(`${site.prefix}-`) !== true) continue;
    const config = Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString();
    assert.ok(!config.includes(site.cluster.source.host), `login of the source in ${metadata.name ?? ''}`);
  }
}

/** A pod that waits for an image which its StatefulSet does not name any more: nothing else restarts it. */
async function openStuck({ site }: FencedEstate): Promise<ReturnType<typeof statefulSet>[]> {
  const namespace = await site.makeNamespace('data', { login: sourceLogin(site.cluster) });
  const [old, elsewhere] = await Promise.all([
    site.push({ repository: 'db', tag: '1' }),
    site.pushElsewhere({ repository: 'db', tag: '2' }),
  ]);
  const db = (image: string) =>
    statefulSet({ namespace, name: 'db', pullSecrets: ['login'], containers: { db: image } });
  await site.start(db(old.reference));
  await site.apply(db(old.reference.replace(/:1$/, ':gone')));
  await untilStuck(site.api, namespace, 'db-1');
  const right = db(elsewhere.reference);
  await site.apply(right);
  return [right];
}
