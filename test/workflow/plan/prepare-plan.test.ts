import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { prepare, printedPlan, TAG } from './planning.ts';

const web = deployment({ image: 'old.example/a:1' });

describe('preparePlan', () => {
  it('plans a move of what runs', async () => {
    const plan = await printedPlan([web]);
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
    const plan = await printedPlan([pinned], { shelf });
    assert.deepEqual(
      plan.copies.map(({ target, present }) => [target, present]),
      [[beside, true]],
    );
  });

  it('shows no login, whoever prints the plan', async () => {
    const plan = await printedPlan([web, pullSecret({ name: 'x' }, { 'old.example': 'me:s3cret' })]);
    assert.doesNotMatch(JSON.stringify(plan), /s3cret/);
  });

  describe('what cosign keeps beside images', () => {
    const [SIG, ATT] = [digestOf('signature'), digestOf('attestation')];
    const tag = TAG.replace(':', '-');
    const [sig, att] = [`a:${tag}.sig`, `a:${tag}.att`];
    const signed = { 'old.example/a:1': TAG, [`old.example/${sig}`]: SIG, [`old.example/${att}`]: ATT };

    it('comes along, asked for by name', async () => {
      const plan = await printedPlan([web], { shelf: { ...signed, [`new.example/${att}`]: ATT } });
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

    it('comes along with an image that is at the target already', async () => {
      const plan = await printedPlan([web], { shelf: { ...signed, 'new.example/a:1': TAG } });
      assert.deepEqual(
        plan.copies.map(({ target, present }) => [target, present]),
        [
          ['new.example/a:1', true],
          [`new.example/${sig}`, false],
          [`new.example/${att}`, false],
        ],
      );
    });

    describe('of an index', () => {
      const PART = digestOf('part');
      const platform = { os: 'linux', architecture: 'arm64' };
      const index = { digest: TAG, manifests: [{ platform, digest: PART }] };
      const partSig = `a:${PART.replace(':', '-')}.sig`;
      const shelf = {
        'old.example/a:1': TAG,
        [`old.example/a:1@${TAG}`]: index,
        [`old.example/${partSig}`]: SIG,
      };

      it('comes along with the parts that the index lists, each once', async () => {
        const twice = { ...shelf, 'old.example/a:2': TAG, [`old.example/a:2@${TAG}`]: index };
        const other = deployment({ name: 'other', image: 'old.example/a:2' });
        const plan = await printedPlan([web, other], { shelf: twice });
        assert.deepEqual(
          plan.copies.map(({ target, digest }) => [target, digest]),
          [
            ['new.example/a:1', TAG],
            ['new.example/a:2', TAG],
            [`new.example/${partSig}`, SIG],
          ],
        );
      });

      it('is told to stay behind for now where the source counts reads as pulls', async () => {
        const counted = { ...shelf, [`old.example/a:1@${TAG}`]: { ...index, counted: true as const } };
        const plan = await printedPlan([web], { shelf: counted });
        assert.deepEqual(
          plan.copies.map(({ target }) => target),
          ['new.example/a:1'],
        );
        assert.match(plan.warnings.join(), /counts such lookups as pulls.* again .*: new\.example\/a:1$/);
      });

      it('is found by what the target holds where that has the index', async () => {
        const counted = { ...shelf, [`old.example/a:1@${TAG}`]: { ...index, counted: true as const } };
        const there = { 'new.example/a:1': TAG, [`new.example/a:1@${TAG}`]: index };
        const plan = await printedPlan([web], { shelf: { ...counted, ...there } });
        assert.deepEqual(
          plan.copies.map(({ target, present }) => [target, present]),
          [
            ['new.example/a:1', true],
            [`new.example/${partSig}`, false],
          ],
        );
        assert.doesNotMatch(plan.warnings.join(), /cosign/);
      });
    });

    describe('that refers to an image', () => {
      const there = { 'old.example/a:1': TAG, 'new.example/a:1': TAG };
      const referred = (digest: typeof TAG, referrers: readonly (typeof TAG)[]) => ({
        [`old.example/a@${digest}`]: { digest, manifests: [], referrers },
      });
      const shelf = { ...there, ...referred(TAG, [SIG]), ...referred(SIG, [ATT]) };

      it('comes with one that is at the target, by copying that once more', async () => {
        const plan = await printedPlan([web], { shelf });
        assert.deepEqual(
          plan.copies.map(({ target, present, lacks }) => ({ target, present, lacks })),
          [{ target: 'new.example/a:1', present: false, lacks: [SIG, ATT] }],
        );
      });

      it('is not copied again when it is there', async () => {
        const held = { [`new.example/a@${SIG}`]: SIG, [`new.example/a@${ATT}`]: ATT };
        const plan = await printedPlan([web], { shelf: { ...shelf, ...held } });
        assert.deepEqual(
          plan.copies.map(({ present, lacks }) => [present, lacks]),
          [[true, undefined]],
        );
      });

      it('stays behind where the target cannot be reached, and the plan says so', async () => {
        const down = new RegistryError('unreachable', 'new.example', 'new.example is down');
        const plan = await printedPlan([web], { shelf: { ...shelf, [`new.example/a@${SIG}`]: down } });
        assert.match(
          plan.warnings.join(),
          /are not copied, the target cannot be reached \(new\.example is down\)/,
        );
      });
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
      const plan = await printedPlan([web], { shelf: { ...signed, [`new.example/${sig}`]: ATT } });
      assert.deepEqual(
        plan.copies.map(({ target }) => target),
        ['new.example/a:1', `new.example/${att}`],
      );
      assert.match(
        plan.warnings.join(),
        /cosign artifacts .* are not copied, the target has others: .*: new\.example\/a:1$/,
      );
    });

    it('stays behind where the source cannot be reached, and the plan says so once', async () => {
      const down = new RegistryError('unreachable', 'old.example', 'old.example is down');
      const shelf = { ...signed, [`old.example/${sig}`]: down, [`old.example/${att}`]: down };
      const plan = await printedPlan([web], { shelf });
      assert.deepEqual(
        plan.warnings.filter((warning) => warning.includes('cosign')),
        [
          'cosign artifacts of these images are not copied, the source cannot be reached (old.example is down): new.example/a:1',
        ],
      );
    });
  });
});
