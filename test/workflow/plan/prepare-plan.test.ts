import assert from 'node:assert/strict';
import { digestOf } from '../../support/builders/pod.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { prepare, TAG } from './planning.ts';

const web = deployment({ image: 'old.example/a:1' });

describe('preparePlan', () => {
  it('plans a move of what runs', async () => {
    const { plan } = await prepare([web]);
    assert.equal(plan.server, 'https://kube.example');
    assert.deepEqual(
      plan.copies.map(({ target, digest }) => [target, digest]),
      [['new.example/a:1', TAG]],
    );
    assert.deepEqual(
      plan.changes.map(({ images }) => images.map(({ to }) => to)),
      [['new.example/a:1']],
    );
  });

  it('finds a pinned image where an earlier copy put it beside its tag', async () => {
    const old = digestOf('old');
    const beside = `new.example/a:digest-${old.slice(7, 39)}`;
    const pinned = deployment({ image: `old.example/a:1@${old}` });
    const shelf = { [`old.example/a:1@${old}`]: old, 'new.example/a:1': TAG, [beside]: old };
    const { plan } = await prepare([pinned], { shelf });
    assert.deepEqual(
      plan.copies.map(({ target, present }) => [target, present]),
      [[beside, true]],
    );
  });

  it('shows no login, whoever prints the plan', async () => {
    const { plan } = await prepare([web, pullSecret({ name: 'x' }, { 'old.example': 'me:s3cret' })]);
    assert.doesNotMatch(JSON.stringify(plan), /s3cret/);
  });
});
