/** Stops a move at one request, has somebody take over, and continues it: nothing of it is accepted any more. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { SeenWrite } from '../harness/api-proxy.ts';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { resume, rollback, verify } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openRuns } from '../harness/runs.ts';
import { everythingRestorable, everythingWritten, type Snapshot } from '../harness/snapshot.ts';
import { moveTo } from '../kill/moving.ts';
import type { FencedEstate } from './fenced-estate.ts';
import { type Stop, startStoppedMove } from './stopped-move.ts';

/** `ended`: the move was over before that request. */
export type Stopped = 'rolled back' | 'resumed' | 'ended';

export interface StopCase extends Stop {
  /** What the second operator does: takes it back, or goes on with it. */
  readonly second: 'rollback' | 'resume';
  /** How long it is stopped at least. */
  readonly seconds: number;
}

export async function surviveStop(estate: FencedEstate, stop: StopCase): Promise<Stopped> {
  const { site } = estate;
  const before = await everythingRestorable(site);
  await using first = await startStoppedMove(estate, stop);
  const where = await first.stopped;
  const stoppedAt = performance.now();
  try {
    if (where === undefined) {
      const { outcome } = await first.goOn();
      assertExit(outcome, EXIT.done);
    } else {
      const wasDone = (await openRuns(site)).some(({ state }) => state === 'done');
      await takeOver(estate, stop);
      if (stop.second === 'rollback') assert.deepEqual(await everythingRestorable(site), before);
      await estate.untilHealthy();
      const settled = await everythingWritten(site);
      await setTimeout(Math.max(0, stoppedAt + stop.seconds * 1000 - performance.now()));
      const { outcome, after } = await first.goOn();
      assert.deepEqual(accepted(after), [], `what was accepted of ${describeOutcome(outcome)}`);
      if (!wasDone) assert.notEqual(outcome.code, EXIT.done, describeOutcome(outcome));
      assert.deepEqual(without(await everythingWritten(site), createdBy(after)), settled);
      await estate.untilHealthy();
    }
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site), before);
    await estate.untilHealthy();
  } catch (cause) {
    throw new Error(`${stop.variant} at ${where ?? 'no request'}, then ${stop.second}: ${String(cause)}`, {
      cause,
    });
  }
  if (where === undefined) return 'ended';
  return stop.second === 'rollback' ? 'rolled back' : 'resumed';
}

/** By somebody with a connection of his own. */
async function takeOver(estate: FencedEstate, { name, second }: StopCase): Promise<Outcome> {
  const { site } = estate;
  if (second === 'rollback') {
    const outcome = await rollback(site, ['--takeover']);
    assertExit(outcome, EXIT.done);
    return outcome;
  }
  const [open] = await openRuns(site);
  const args = ['--takeover', '--settle', '0s'];
  const outcome =
    open === undefined ? await moveTo(estate, name, { args }) : await resume(site, open.id, args);
  assertExit(outcome, EXIT.done);
  assertExit(await verify(site), EXIT.done);
  return outcome;
}

/**
 * A creation cannot be told from one that was sent in time: what it makes has to be nothing by itself. A lease that
 * nobody has taken over may be given back.
 */
export function accepted(writes: readonly SeenWrite[]): SeenWrite[] {
  return writes.filter(
    (write) => write.status !== undefined && write.status < 300 && !isInert(write) && !isOwnLease(write),
  );
}

/** What creations on their way have made, as snapshots name it: nothing by itself, and gone with the next rollback. */
function createdBy(writes: readonly SeenWrite[]): string[] {
  const created = writes.filter(({ method, status }) => method === 'POST' && status === 201);
  return created.map(({ body }) => {
    const { kind, metadata } = JSON.parse(body) as {
      readonly kind: string;
      readonly metadata: { readonly namespace?: string; readonly name: string };
    };
    return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  });
}

function without(snapshot: Snapshot, names: readonly string[]): Snapshot {
  return Object.fromEntries(Object.entries(snapshot).filter(([name]) => !names.includes(name)));
}

/** It tests that it is still held by the very process. */
function isOwnLease({ method, path, body }: SeenWrite): boolean {
  return (
    method === 'PATCH' &&
    path.endsWith('/leases/registry-switch') &&
    body.startsWith('[{"op":"test","path":"/spec/holderIdentity"')
  );
}

function isInert({ method, path, body }: SeenWrite): boolean {
  const kind = path.split('/').at(-1) ?? '';
  return method === 'POST' && (INERT[kind]?.(body) ?? false);
}

/** Whether what is created does nothing by itself, by kind. */
const INERT: Readonly<Record<string, (body: string) => boolean>> = {
  leases: () => true,
  namespaces: () => true,
  configmaps: () => true,
  jobs: (body) => body.includes('"suspend":true'),
  /** Without a login, or to be collected with an owner that is gone. */
  secrets: (body) => {
    const { data, metadata } = JSON.parse(body) as {
      readonly data?: Readonly<Record<string, string>>;
      readonly metadata: { readonly ownerReferences?: readonly unknown[] };
    };
    const config = Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString();
    return data === undefined || config === '{"auths":{}}' || metadata.ownerReferences !== undefined;
  },
};
