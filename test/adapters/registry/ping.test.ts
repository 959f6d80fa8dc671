import assert from 'node:assert/strict';
import { sandbox } from '../../support/sandbox-registry.ts';
import { failureOf } from './support/failure-of.ts';
import { requestLines } from './support/request-lines.ts';
import { basic } from './support/secrets.ts';
import { client, imageOf } from './support/client.ts';

const USERS = { alice: 'alice-s3cret' };
const ALICE = basic('alice');
const WRONG = basic('alice', 'wr0ng-s3cret');

describe('ping', () => {
  it('is content with a registry that asks nobody', async () => {
    const registry = await sandbox();
    await client({ credentials: [WRONG] }).ping(imageOf(registry.host));
    assert.deepEqual([...new Set(requestLines(registry))], ['GET /v2/']);
  });

  for (const kind of ['basic', 'bearer'] as const) {
    it(`needs one login that is accepted (${kind})`, async () => {
      const registry = await sandbox({ auth: { kind, users: USERS } });
      await client({ credentials: [WRONG, ALICE] }).ping(imageOf(registry.host));
    });

    it(`reports a wrong password even where anybody may pull (${kind})`, async () => {
      const registry = await sandbox({ auth: { kind, users: USERS, permits: () => true } });
      const error = await failureOf(client({ credentials: [WRONG] }).ping(imageOf(registry.host)));
      assert.equal(error.failure, 'unauthorized');
      assert.match(error.message, /rejects the login of user "alice"/);
    });
  }

  it('reports what is no registry', async () => {
    const registry = await sandbox({ onRequest: () => ({ status: 404 }) });
    const error = await failureOf(client().ping(imageOf(registry.host)));
    assert.equal(error.failure, 'invalid');
    assert.match(error.message, /is not a container registry/);
  });
});
