/** Kills a move at one request, then resumes it or takes it back; at the end everything is as it was. */
import assert from 'node:assert/strict';
import type { ApiFault } from '../harness/api-fault.ts';
import { JOBS, SECRETS, type ApiObject, type Kind } from '../harness/kinds.ts';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { resume, rollback, verify } from '../harness/product.ts';
import { everythingRestorable, type Snapshot } from '../harness/snapshot.ts';
import { moveDisturbed, moveTo, type RunningProcess } from './moving.ts';
import { openRuns } from '../harness/runs.ts';
import type { TwelveWorkloads } from './twelve-workloads.ts';

/** `ended`: the move was over before its request of that number. */
export type Survival = 'resumed' | 'rolled back' | 'ended';

export async function surviveKill(
  estate: TwelveWorkloads,
  before: Snapshot,
  number: number,
): Promise<Survival> {
  const name = `kill-${number.toString()}`;
  let kind = '';
  const { outcome } = await moveDisturbed(estate, {
    name,
    fault: (request, seen, running) => {
      if (request !== number) return undefined;
      kind = seen;
      return killAt(number, running);
    },
  });
  try {
    const survival = await goOn(estate, { name, number, killed: outcome.code === null });
    if (outcome.code !== null) assertExit(outcome, EXIT.done);
    await takeBack(estate, before);
    return survival;
  } catch (cause) {
    const when = number % 2 === 1 ? 'before' : 'after';
    throw new Error(
      `killed ${when} request ${number.toString()} (${kind}): ${String(cause)}\n${describeOutcome(outcome)}`,
      { cause },
    );
  }
}

/** Odd numbers: before the request arrives; even ones: when it is done and its answer not yet there. */
export function killAt(number: number, running: RunningProcess): ApiFault {
  return number % 2 === 1 ? killedBefore(running) : killedAfter(running);
}

function killedBefore({ kill }: RunningProcess): ApiFault {
  kill('SIGKILL');
  return { kind: 'drop' };
}

function killedAfter({ kill }: RunningProcess): ApiFault {
  return {
    kind: 'lost answer',
    onAnswer: () => {
      kill('SIGKILL');
    },
  };
}

/** Every other pair of kills is gone on with, the others are only taken back. */
async function goOn(
  estate: TwelveWorkloads,
  { name, number, killed }: { readonly name: string; readonly number: number; readonly killed: boolean },
): Promise<Survival> {
  if (!killed) return 'ended';
  if (Math.floor(number / 2) % 2 === 1) return 'rolled back';
  const [open] = await openRuns(estate.site);
  assertExit(await (open === undefined ? moveTo(estate, name) : resume(estate.site, open.id)), EXIT.done);
  assertExit(await verify(estate.site), EXIT.done);
  const states = (await openRuns(estate.site)).map(({ state }) => state);
  assert.deepEqual(states, ['done'], 'states of the runs after resume');
  return 'resumed';
}

/** By the run where there is one: there never are two. */
async function takeBack(estate: TwelveWorkloads, before: Snapshot): Promise<void> {
  const { site } = estate;
  const outcome = await rollback(
    site,
    (await openRuns(site)).map(({ id }) => id),
  );
  assertExit(outcome, EXIT.done);
  assert.deepEqual(await everythingRestorable(site, [estate.gadgets]), before, describeOutcome(outcome));
  assert.deepEqual(await openRuns(site), [], 'runs that claim not to be taken back');
  await assertNothingLeft(estate);
}

async function assertNothingLeft({ site }: TwelveWorkloads): Promise<void> {
  const kinds: readonly Kind<ApiObject>[] = [SECRETS, JOBS];
  const lists = await Promise.all(kinds.map(async (kind) => site.api.list(kind, site.copyNamespace)));
  const left = lists.flat().filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  assert.deepEqual(
    left.map(({ metadata }) => metadata?.name),
    [],
    'what is left of the copy',
  );
}
