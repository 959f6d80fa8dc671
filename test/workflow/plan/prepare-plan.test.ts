import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
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

  describe('what cosign keeps beside images', () => {
    const [SIG, ATT] = [digestOf('signature'), digestOf('attestation')];
    const tag = TAG.replace(':', '-');
    const [sig, att] = [`a:${tag}.sig`, `a:${tag}.att`];
    const signed = { 'old.example/a:1': TAG, [`old.example/${sig}`]: SIG, [`old.example/${att}`]: ATT };

    it('comes along, asked for by name', async () => {
      const { plan } = await prepare([web], { shelf: { ...signed, [`new.example/${att}`]: ATT } });
      assert.deepEqual(
        plan.copies.map(({ source, target, digest, present, companionOf }) => ({
          ...{ source, target, digest, present, companionOf },
        })),
        [
          {
            ...{ source: `old.example/a:1@${TAG}`, target: 'new.example/a:1', digest: TAG },
            ...{ present: false, companionOf: undefined },
          },
          {
            ...{ source: `old.example/${sig}@${SIG}`, target: `new.example/${sig}`, digest: SIG },
            ...{ present: false, companionOf: 'new.example/a:1' },
          },
          {
            ...{ source: `old.example/${att}@${ATT}`, target: `new.example/${att}`, digest: ATT },
            ...{ present: true, companionOf: 'new.example/a:1' },
          },
        ],
      );
      assert.doesNotMatch(plan.warnings.join(), /cosign/);
    });

    it('is read with the logins of those alone who may have the image', async () => {
      const workload = deployment({ image: 'old.example/a:1', pullSecrets: ['x'] });
      const secret = pullSecret({ name: 'x' }, { 'old.example': 'reader:s3cret' });
      const doors = { 'old.example': ['reader'] };
      const { accessFor } = await prepare([workload, secret], { shelf: signed, doors });
      const { credentials } = accessFor({ host: 'old.example', repository: 'a', digest: SIG });
      assert.equal(credentials.length, 1);
    });

    it('stays behind where the target holds something else, and the plan says so', async () => {
      const { plan } = await prepare([web], { shelf: { ...signed, [`new.example/${sig}`]: ATT } });
      assert.deepEqual(
        plan.copies.map(({ target }) => target),
        ['new.example/a:1', `new.example/${att}`],
      );
      assert.match(
        plan.warnings.join(),
        /cosign .* stays behind, the target holds others: .*: new\.example\/a:1$/,
      );
    });

    it('stays behind where the source cannot be asked, and the plan says so once', async () => {
      const down = new RegistryError('unreachable', 'old.example', 'old.example is down');
      const shelf = { ...signed, [`old.example/${sig}`]: down, [`old.example/${att}`]: down };
      const { plan } = await prepare([web], { shelf });
      assert.deepEqual(
        plan.warnings.filter((warning) => warning.includes('cosign')),
        [
          'what cosign may keep beside images stays behind, the source cannot be asked (old.example is down): new.example/a:1',
        ],
      );
    });
  });
});
