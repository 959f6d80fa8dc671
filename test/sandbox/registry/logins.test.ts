import assert from 'node:assert/strict';
import { start } from './ask-registry.ts';

describe('sandbox registry: logins', () => {
  it('lets only those push who may', async () => {
    const { ask } = await start({
      auth: {
        kind: 'basic',
        users: { reader: 'r', writer: 'w' },
        permits: (user, _repository, action) => action === 'pull' || user === 'writer',
      },
    });
    const push = async (pair: string | undefined): Promise<number> => {
      const headers =
        pair === undefined ? {} : { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
      return (await ask('POST', '/v2/a/b/blobs/uploads/', { headers })).status;
    };
    assert.deepEqual(
      [await push(undefined), await push('reader:r'), await push('writer:w'), await push('writer:x')],
      [401, 403, 202, 401],
    );
  });

  it('gives out tokens for a password, an identity token, and as much as is permitted', async () => {
    const { ask } = await start({
      auth: {
        kind: 'bearer',
        users: { me: 'p' },
        identityTokens: { id: 'me' },
        permits: (user, _repository, action) => user === 'me' && action === 'pull',
      },
    });
    const scope = 'repository:a/b:pull,push';
    const challenge = (await ask('POST', '/v2/a/b/blobs/uploads/')).headers.get('www-authenticate') ?? '';
    assert.ok(challenge.includes(`scope="${scope}"`));
    const forms = [
      { grant_type: 'password', username: 'me', password: 'p', scope },
      { grant_type: 'refresh_token', refresh_token: 'id', scope },
    ];
    for (const form of forms) {
      const answer = (await (await ask('POST', '/token', { body: new URLSearchParams(form) })).json()) as {
        access_token: string;
      };
      const headers = { authorization: `Bearer ${answer.access_token}` };
      assert.equal((await ask('GET', '/v2/a/b/manifests/1', { headers })).status, 404);
      assert.equal((await ask('POST', '/v2/a/b/blobs/uploads/', { headers })).status, 401);
      assert.equal((await ask('GET', '/v2/a/other/manifests/1', { headers })).status, 401);
    }
  });
});
