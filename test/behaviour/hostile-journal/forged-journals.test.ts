/** Journals that were forged as a whole: nothing is sent where they say, nobody is trusted on their word. */
import assert from 'node:assert/strict';
import { shortHash } from '../../../src/domain/canonical-hash.ts';
import { type Run, signOffOf } from '../../../src/domain/run/run.ts';
import { applyAll } from '../builders/buildable.ts';
import { namespace } from '../builders/namespace.ts';
import { JOBS } from '../harness/kinds.ts';
import { assertError, assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { resumeAs } from '../harness/product.ts';
import { openSite, type Site } from '../harness/site.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { asConfigMap, headerOf, interruptedRun } from './journal-writer.ts';
import { openTrap, type Trap } from './trap.ts';

describe('a journal that was forged as a whole, hash and all', () => {
  let site: Site;
  let trap: Trap;

  before(async () => {
    site = await openSite('forged');
    trap = await openTrap();
    await site.makeNamespace('shop');
    await site.define(namespace(site.copyNamespace));
  });

  after(async () => {
    await trap[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  const places: readonly [what: string, move: (host: string) => Partial<Run['move']>][] = [
    ['the target', (host) => ({ to: host })],
    ['the push address', (host) => ({ 'push-to': host })],
    ['a rule', (host) => ({ rules: [{ from: '*', to: host }] })],
    ['a rule for one repository', (host) => ({ rules: [{ from: 'quay.io/x', to: `${host}/x` }] })],
  ];
  for (const [index, [what, edit]] of places.entries()) {
    it(`is not believed in ${what}: the password goes nowhere, though the target is named`, async () => {
      const id = `20261121-09173${index}-k3x9`;
      const run = await forge(id, ({ host }) => ({ 'push-to': undefined, rules: [], ...edit(host) }));
      const outcome = await resumeAs(site, id, ['--to', site.cluster.target.host]);
      assertExit(outcome, EXIT.usage);
      assert.ok(!outcome.stderr.includes(shortHash(run.signedOff)), describeOutcome(outcome));
      assert.equal(trap.connections(), 0, describeOutcome(outcome));
    });
  }

  const scopes: readonly [what: string, move: Partial<Run['move']>][] = [
    ['the namespaces', { namespace: undefined }],
    ['the selector', { selector: undefined }],
  ];
  for (const [index, [what, edit]] of scopes.entries()) {
    it(`is not believed in ${what}: a script has to give the hash, and is not told that of the journal`, async () => {
      const id = `20261121-09174${index}-k3x9`;
      const before = await everythingWritten(site);
      const run = await forge(id, () => ({ 'push-to': undefined, rules: [], ...edit }));
      const outcome = await resumeAs(site, id, ['--to', site.cluster.target.host]);
      assertExit(outcome, EXIT.usage);
      assertError(outcome, ['--expect is required']);
      assert.ok(!outcome.stderr.includes(shortHash(run.signedOff)), describeOutcome(outcome));
      assert.deepEqual(await everythingWritten(site), before);
    });
  }

  it('is not believed in whom to trust and what to run: that has to be given', async () => {
    const id = '20261121-091739-k3x9';
    const { target } = site.cluster;
    const begunWith = {
      'copier-image': [`${trap.host}/evil:1`],
      'registry-tls': [`${target.host}=disabled`],
    };
    const run = await forge(id, () => ({ 'push-to': undefined, rules: [] }), begunWith);
    const outcome = await resumeAs(site, id, ['--expect', shortHash(run.signedOff)]);
    assertExit(outcome, EXIT.usage);
    assert.match(
      outcome.stderr,
      /started with --copier-image, --registry-tls: give it again, it is not taken/,
    );
    assert.equal(trap.connections(), 0);
    assert.deepEqual(await site.api.list(JOBS, site.copyNamespace), []);
  });

  /** Written by somebody who knows how hashes are made. */
  async function forge(
    id: string,
    edit: (trap: Trap) => Partial<Run['move']>,
    begunWith: Run['begunWith'] = {},
  ): Promise<Run> {
    const begun = interruptedRun(site, id);
    const forged = { ...begun, begunWith, move: { ...begun.move, ...edit(trap) } };
    const run = { ...forged, signedOff: signOffOf(forged) };
    const journal = { id, what: 'forged', json: JSON.stringify(headerOf(run)) };
    await applyAll(site.api, [asConfigMap(site, run, journal)]);
    return run;
  }
});
