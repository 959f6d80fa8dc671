/** Before anything changes: where, what, and whether. */
import assert from 'node:assert/strict';
import { confirmChange } from '../../src/commands/confirm-change.ts';
import { DeclinedError } from '../../src/domain/errors.ts';
import type { Question } from '../../src/ui/prompts/prompter.ts';

const CLUSTER = { server: 'https://10.0.0.1:6443', context: 'prod' };

interface Asking {
  readonly yes?: boolean;
  readonly answer?: boolean;
  readonly cluster?: Parameters<typeof confirmChange>[1];
}

async function ask(
  affected: readonly string[],
  { yes = false, answer = true, cluster = CLUSTER }: Asking = {},
): Promise<{ readonly said: readonly string[]; readonly asked: readonly Question[] }> {
  const said: string[] = [];
  const asked: Question[] = [];
  const never = async (): Promise<never> => Promise.reject(new Error('not asked'));
  const confirm = async (question: Question): Promise<boolean> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  const output = {
    info: async (lines: readonly string[]): Promise<void> => Promise.resolve(void said.push(...lines)),
    prompter: { confirm, select: never, checkbox: never, input: never },
  };
  await confirmChange(output, cluster, { what: 'Roll back 2 workloads', affected }, yes);
  return { said, asked };
}

describe('confirmChange', () => {
  it('names the context, the cluster and everything that changes', async () => {
    const { said, asked } = await ask(['Deployment shop/web', 'Deployment shop/cart']);
    assert.deepEqual(said, ['  Deployment shop/web', '  Deployment shop/cart']);
    assert.equal(asked[0]?.message, 'Roll back 2 workloads in context prod (https://10.0.0.1:6443)?');
    assert.equal(asked[0].flag, '--yes');
  });

  it('names the server where there is no context', async () => {
    const { asked } = await ask([], { cluster: { server: 'https://10.0.0.1:6443' } });
    assert.equal(asked[0]?.message, 'Roll back 2 workloads in the cluster https://10.0.0.1:6443?');
  });

  it('shows a long list in part', async () => {
    const { said } = await ask(Array.from({ length: 51 }, (_, index) => `Deployment shop/web-${index}`));
    assert.equal(said.length, 21);
    assert.equal(said.at(-1), '  and 31 more');
  });

  it('shows the same and asks nothing with --yes', async () => {
    const { said, asked } = await ask(['Deployment shop/web'], { yes: true });
    assert.deepEqual([said, asked], [['  Deployment shop/web'], []]);
  });

  it('changes nothing when the answer is no', async () => {
    await assert.rejects(ask([], { answer: false }), DeclinedError);
  });
});
