import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import { checkLogins } from '../../../src/workflow/preflight/check-logins.ts';
import { planWith } from '../../support/builders/planned-change.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';

const REFUSED = (host: string) => new RegistryError('unauthorized', host, 'who are you?');
const GONE = (host: string) => new RegistryError('unreachable', host, 'no answer');

async function states(shelf: Shelf, present = false): Promise<Record<string, string>> {
  const copies = ['a', 'b'].map((name) =>
    plannedCopy(`old.example/${name}:1`, `new.example/${name}:1`, digestOf(name), { present }),
  );
  const registries = fakeRegistries(shelf);
  const { signal } = new AbortController();
  const checks = await checkLogins({ plan: planWith([], { copies }), copyRegistries: registries }, signal);
  return Object.fromEntries(checks.map(({ what, state }) => [what, state]));
}

describe('checkLogins', () => {
  const cases: readonly [string, Shelf, string, string][] = [
    ['both registries accept', {}, 'passed', 'passed'],
    ['the target refuses', { 'new.example': REFUSED('new.example') }, 'failed', 'passed'],
    ['the source refuses', { 'old.example': REFUSED('old.example') }, 'passed', 'failed'],
    ['the target does not answer', { 'new.example': GONE('new.example') }, 'failed', 'passed'],
    ['only the cluster may reach the source', { 'old.example': GONE('old.example') }, 'passed', 'unknown'],
  ];
  for (const [name, shelf, target, source] of cases) {
    it(`asks each host once: ${name}`, async () => {
      assert.deepEqual(await states(shelf), {
        'login at new.example': target,
        'login at old.example': source,
      });
    });
  }

  it('does not ask a source that is needed no more', async () => {
    assert.deepEqual(await states({}, true), { 'login at new.example': 'passed' });
  });
});
