/** Journals in which somebody has changed a field: nothing is sent where they say, nothing runs, nothing crashes. */
import assert from 'node:assert/strict';
import { shortHash } from '../../../src/domain/canonical-hash.ts';
import { type Run, signOffOf } from '../../../src/domain/run/run.ts';
import { runId } from '../../../src/domain/run/run-id.ts';
import { applyAll } from '../builders/buildable.ts';
import { namespace } from '../builders/namespace.ts';
import { CONFIG_MAPS, JOBS } from '../harness/kinds.ts';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { jobFlags, resumeAs, rollback, run } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, type Site } from '../harness/site.ts';
import { isThorough } from '../harness/thoroughness.ts';
import { fieldsOf, hostileValues, STEERING, STEERS, withField } from './hostile-values.ts';
import {
  asConfigMap,
  headerOf,
  type HostileJournal,
  interruptedRun,
  isRead,
  packedWorkloads,
} from './journal-writer.ts';
import { openTrap, type Trap } from './trap.ts';

const LANES = 4;

describe('a journal in which somebody has changed a field', function () {
  this.timeout(240_000);

  let site: Site;
  let trap: Trap;
  let begun: Run;
  let journals: readonly HostileJournal[];
  let readable: readonly HostileJournal[];

  const home = (): string[] => ['--copy-namespace', site.copyNamespace];
  const trust = (): string[] =>
    (['source', 'target'] as const).flatMap((which) => [
      '--registry-ca',
      `${site.cluster[which].host}=${site.cluster[which].caFile}`,
    ]);

  before(async () => {
    site = await openSite('journals');
    trap = await openTrap();
    await site.makeNamespace('shop');
    await site.define(namespace(site.copyNamespace));
    begun = interruptedRun(site, '20261121-091733-k3x9');
    journals = hostileJournals();
    const objects = journals.map((journal) => asConfigMap(site, begun, journal));
    readable = journals.filter((_, index) => objects.slice(index, index + 1).every(isRead));
    await applyAll(site.api, objects);
  });

  after(async () => {
    await trap[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  afterEach(() => {
    assert.equal(trap.connections(), 0, 'connections to where only journals point');
  });

  for (const format of ['table', 'wide', 'json', 'yaml', 'name']) {
    it(`is shown by status for what it is, and steers no terminal (-o ${format})`, async () => {
      const outcome = await run(site, ['status', ...home(), '-o', format]);
      assertExit(outcome, EXIT.done);
      assertHarmless(outcome);
    });
  }

  it('is told as unreadable where it cannot be what a run wrote', async () => {
    const { stdout } = await run(site, ['status', ...home(), '-o', 'json']);
    const list = JSON.parse(stdout) as { readonly runs: unknown[]; readonly unreadable: unknown[] };
    assert.equal(list.runs.length, readable.length);
    assert.equal(list.unreadable.length, journals.length - readable.length);
    assert.ok(readable.length > 20 && list.unreadable.length > 200, 'both are many');
  });

  it('is not gone on with by whoever names what was signed off', async () => {
    const deciding = readable.filter(
      ({ id, what, json }) =>
        !/^(by|startedAt|updatedAt|state|step|message|signedOff|workloads)\b/.test(what) &&
        json !== JSON.stringify(headerOf({ ...begun, id })),
    );
    assert.ok(deciding.length > 10, 'many readable ones decide');
    await inParallel(sample(deciding, 5), async ({ id, what }) => {
      const expected = ['--expect', shortHash(signOffOf({ ...begun, id }))];
      const outcome = await resumeAs(site, id, [...jobFlags(site).slice(2), ...trust(), ...expected]);
      assert.notEqual(outcome.code, 0, `${what}: ${describeOutcome(outcome)}`);
      assertExit(outcome, EXIT.usage);
      assertHarmless(outcome);
    });
  });

  it('is not gone on with by whoever only says yes', async () => {
    await inParallel(sample(readable, 11), async ({ id }) => {
      const outcome = await resumeAs(site, id, [...jobFlags(site).slice(2), ...trust()]);
      assertExit(outcome, EXIT.usage);
      assertHarmless(outcome);
    });
  });

  it('is not gone on with where it cannot be read', async () => {
    const unreadable = journals.filter((journal) => !readable.includes(journal));
    await inParallel(sample(unreadable, 120), async ({ id }) => {
      const outcome = await resumeAs(site, id, trust());
      assertExit(outcome, EXIT.failed);
      assertHarmless(outcome);
    });
  });

  it('is in nobody’s way: rollback passes over it and says so', async () => {
    const outcome = await rollback(site, ['--dry-run']);
    assertExit(outcome, EXIT.done);
    assert.match(outcome.stderr, /warning: ConfigMap registry-switch-run-\S+ skipped/);
    assertHarmless(outcome);
    const real = await run(site, ['rollback', '--yes', '-n', site.in('shop'), ...home()]);
    assertHarmless(real);
  });

  it('leads finish nowhere', async () => {
    const outcome = await run(site, ['finish', '--dry-run', ...home()]);
    assertHarmless(outcome);
  });

  it('has made nothing run', async () => {
    const jobs = await site.api.list(JOBS, site.copyNamespace);
    assert.deepEqual(jobs, []);
    const kept = await site.api.list(CONFIG_MAPS, site.copyNamespace);
    assert.ok(kept.length >= journals.length, 'no journal was removed');
  });

  /** Every field of a journal with every hostile value, and whole journals that are none. */
  function hostileJournals(): HostileJournal[] {
    const header = headerOf(begun);
    const values = hostileValues(trap.host);
    const edited = fieldsOf(header).flatMap((path) =>
      values.map((value) => ({
        what: `${path.join('.')}: ${JSON.stringify(value).slice(0, 80)}`,
        json: (id: string) => JSON.stringify(withId(withField(header, path, value), path, id)),
      })),
    );
    const whole = ['{}', '[]', 'null', '', 'x', '{"apiVersion":"registry-switch/v99"}', STEERING].map(
      (json) => ({
        what: json,
        json: () => json,
      }),
    );
    const packed = ['', packedWorkloads(`${STEERING}\tx\n`), packedWorkloads('planned\t__proto__\n')].map(
      (text) => ({
        what: 'workloads',
        json: (id: string) => JSON.stringify({ ...(header as object), id }),
        packed: text,
      }),
    );
    return [...edited, ...whole, ...packed].map(({ json, ...rest }, index) => {
      const id = runId(new Date(Date.UTC(2026, 10, 21, 0, 0, index)), () => 0);
      return { ...rest, id, json: json(id) };
    });
  }

  /** Each journal names itself, unless it is the name that was changed. */
  function withId(header: unknown, path: readonly string[], id: string): unknown {
    return path[0] === 'id' ? header : withField(header, ['id'], id);
  }

  function assertHarmless(outcome: Outcome): void {
    for (const text of [outcome.stdout, outcome.stderr])
      assert.doesNotMatch(text, STEERS, describeOutcome(outcome));
    assert.doesNotMatch(outcome.stderr, /this is a bug|^error: forged/m, describeOutcome(outcome));
    assert.ok(!outcome.stderr.includes(site.cluster.target.password), 'no password is shown');
  }
});

/** Every so many-th, or all of them. */
function sample<Item>(items: readonly Item[], every: number): Item[] {
  return items.filter((_, index) => isThorough() || index % every === 0);
}

/** A few at a time. */
async function inParallel<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
