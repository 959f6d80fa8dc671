/** Every answer that a registry may give, and what it is taken for. */
import assert from 'node:assert/strict';
import type { RegistryError } from '../../../../src/domain/errors.ts';
import { client, imageOf } from '../support/client.ts';
import { failureOf } from '../support/failure-of.ts';
import { basic } from '../support/secrets.ts';
import { ANSWERS } from './answers-table.ts';
import type { Row } from './row.ts';
import { DIGEST, startScripted } from './scripted-registry.ts';

const ALICE = basic('alice');
const WRONG = basic('alice', 'wr0ng-s3cret');
const RIGHT = `Basic ${Buffer.from('alice:alice-s3cret').toString('base64')}`;

describe('what a registry answers', () => {
  for (const [group, rows] of Object.entries(ANSWERS)) {
    describe(group, () => {
      for (const [name, row] of Object.entries(rows)) {
        it(`${name}: ${row.image ?? 'present'}`, async () => check(row));
      }
    });
  }
});

async function check({ script, login = 'right', image = 'present', ping = 'ok', says }: Row): Promise<void> {
  const registry = await startScripted(script, RIGHT);
  try {
    const credentials = { right: [ALICE], wrong: [WRONG], none: [] }[login];
    const question = imageOf(registry.host);
    const registries = client({ credentials, retries: 2, longestWait: 10_000 });
    const found = await told(registries.digest(question));
    assert.equal(found.state === DIGEST ? 'present' : found.state, image);
    if (says !== undefined) assert.match(found.error?.message ?? '', says);
    assert.equal((await told(registries.inspect(question))).state, image === 'present' ? DIGEST : image);
    const again = client({ credentials, retries: 2, longestWait: 10_000 });
    const pinged = await told(again.ping(question).then(() => undefined));
    assert.equal(pinged.state === 'absent' ? 'ok' : pinged.state, ping);
    assert.deepEqual(
      registry.asked.filter((line) => !/^(?:GET|HEAD) /.test(line) || line.includes('push')),
      [],
      'looking asks for nothing more than to look',
    );
  } finally {
    await registry.stop();
  }
}

interface Told {
  /** A digest, `absent`, or the failure. */
  readonly state: string;
  readonly error?: RegistryError;
}

async function told(answer: Promise<{ readonly digest: string } | string | undefined>): Promise<Told> {
  const value = await answer.catch(() => null);
  if (value === null) {
    const error = await failureOf(answer);
    return { state: error.failure, error };
  }
  if (value === undefined) return { state: 'absent' };
  return { state: typeof value === 'string' ? value : value.digest };
}
