import assert from 'node:assert/strict';
import { consentToShare, requireLastingLogins } from '../../src/commands/consent.ts';
import type { Output } from '../../src/commands/output.ts';
import { DeclinedError, UsageError } from '../../src/domain/errors.ts';
import type { Question } from '../../src/ui/prompts/prompter.ts';
import { planWith } from '../support/builders/planned-change.ts';

const NOT_GIVEN = { 'share-push-login': false, yes: false };

const SHARING = planWith([], {
  namespacesWithPushLogin: ['bank', 'shop'],
  placesOfPushLogin: ['new.example'],
});

/** Somebody at a terminal who answers this, or nobody; `asked` gets the questions. */
function answering(answer: boolean | undefined, asked: Question[] = []): Pick<Output, 'canAsk' | 'prompter'> {
  const never = async (): Promise<never> => Promise.reject(new Error('not asked'));
  const confirm = async (question: Question): Promise<boolean> => {
    asked.push(question);
    return Promise.resolve(answer ?? false);
  };
  return {
    canAsk: answer !== undefined,
    prompter: { confirm, select: never, checkbox: never, input: never },
  };
}

describe('consentToShare', () => {
  it('asks at a terminal, and says who could push then', async () => {
    const asked: Question[] = [];
    assert.equal(await consentToShare(answering(true, asked), SHARING, NOT_GIVEN), true);
    const [question] = asked;
    assert.match(question?.message ?? '', /Secrets in 2 namespaces \(bank, shop\) can push to new\.example/);
    assert.equal(question?.flag, '--share-push-login');
  });

  it('changes nothing when the answer is no', async () => {
    await assert.rejects(consentToShare(answering(false), SHARING, NOT_GIVEN), DeclinedError);
  });

  it('is wrong usage where nobody can be asked, with both ways out', async () => {
    await assert.rejects(
      consentToShare(answering(undefined), SHARING, NOT_GIVEN),
      (error) =>
        error instanceof UsageError &&
        error.message.startsWith('nothing was changed: pods have no login') &&
        /--pull-username .*--pull-secret .*--share-push-login/.test(error.nextStep ?? ''),
    );
  });

  it('asks nothing with --yes, which is for scripts', async () => {
    await assert.rejects(
      consentToShare(answering(true), SHARING, { ...NOT_GIVEN, yes: true }),
      (error) => error instanceof UsageError && (error.nextStep ?? '').includes('--share-push-login'),
    );
  });

  it('asks nothing where it was given, or nothing is shared', async () => {
    const asked: Question[] = [];
    const given = { ...NOT_GIVEN, 'share-push-login': true };
    assert.equal(await consentToShare(answering(true, asked), SHARING, given), true);
    assert.equal(await consentToShare(answering(undefined, asked), planWith([]), NOT_GIVEN), false);
    assert.deepEqual(asked, []);
  });
});

describe('requireLastingLogins', () => {
  const ENDING = planWith([], { expiringLogins: ['the login for new.example is a token'] });

  it('refuses what ends before long, with the lasting ways and the flag', () => {
    assert.throws(
      () => {
        requireLastingLogins(ENDING, { 'allow-expiring-login': false });
      },
      (error) =>
        error instanceof UsageError &&
        error.message.startsWith('nothing was changed: the login for new.example is a token') &&
        /robot account.*--allow-expiring-login/.test(error.nextStep ?? ''),
    );
  });

  it('lets pass what was accepted, and what lasts', () => {
    requireLastingLogins(ENDING, { 'allow-expiring-login': true });
    requireLastingLogins(planWith([]), { 'allow-expiring-login': false });
  });
});
