/** What is promised of a migration that something goes wrong with: it completes, or says what to do and the next one does. */
import assert from 'node:assert/strict';
import { JOBS, SECRETS, type ApiObject, type Kind } from '../harness/kinds.ts';
import { assertError, assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { migrate, verify } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSmallEstate, type SmallEstate } from './small-estate.ts';

/** Runs a migration that meets the fault, and tells whether it did. */
export type Disturb = (estate: SmallEstate) => Promise<{ readonly outcome: Outcome; readonly met: boolean }>;

/** Throws unless a small estate, all of its own, survives the fault. */
export async function surviveFault(disturb: Disturb): Promise<void> {
  const estate = await openSmallEstate();
  const { site, namespace } = estate;
  try {
    await using readiness = await watchReadiness(site, [namespace]);
    const { outcome, met } = await disturb(estate);
    assert.ok(met, `the fault was met by ${describeOutcome(outcome)}`);
    if (outcome.code !== EXIT.done) {
      assertToldWhy(outcome);
      assertExit(await migrate(site), EXIT.done);
    }
    assertExit(await verify(site), EXIT.done);
    readiness.assertNothingWentDown();
    await assertNothingLeft(estate);
  } finally {
    await site[Symbol.asyncDispose]();
  }
}

function assertToldWhy(outcome: Outcome): void {
  if (outcome.code === EXIT.partly) {
    assert.match(outcome.stdout, /^\S+ .*(failed|left|refused|not )/m, describeOutcome(outcome));
    assert.doesNotMatch(
      outcome.stdout + outcome.stderr,
      /\[object Object\]|undefined/,
      describeOutcome(outcome),
    );
  } else {
    assertExit(outcome, EXIT.failed);
    assertError(outcome, []);
    assert.doesNotMatch(outcome.stderr, /this is a bug/, describeOutcome(outcome));
  }
}

/** Of the copy. */
async function assertNothingLeft({ site }: SmallEstate): Promise<void> {
  const kinds: readonly Kind<ApiObject>[] = [SECRETS, JOBS];
  const lists = await Promise.all(kinds.map(async (kind) => site.api.list(kind, site.copyNamespace)));
  const left = lists.flat().filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  assert.deepEqual(
    left.map(({ metadata }) => metadata?.name),
    [],
    'Jobs and Secrets of the copy are gone',
  );
}
