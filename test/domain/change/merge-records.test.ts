import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boundRecords } from '../../../src/domain/change/merge-records.ts';
import { type ChangeRecord } from '../../../src/domain/change/record.ts';
import { traceBack } from '../../../src/domain/change/trace-back.ts';

/** One container, moved from place to place by run after run. */
function moves(count: number, fill = ''): ChangeRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    run: `20260101-00${String(index).padStart(4, '0')}-bcdf`,
    images: [
      {
        slot: 'container',
        name: 'app',
        from: `r${index % 10}.example/app${fill}`,
        to: `r${(index + 1) % 10}.example/app${fill}`,
      },
    ],
    pullSecrets: [`target-${index}`],
  }));
}

const containers = fc.constantFrom('a', 'b', 'c');
const steps = fc.array(
  fc.dictionary(containers, fc.constantFrom('p', 'q', 'r', 's'), { minKeys: 1, noNullPrototype: true }),
  { maxLength: 12 },
);

/** Each container begins at `p` and goes where the steps say, with nobody else in between. */
function walked(all: readonly Readonly<Record<string, string>>[]): ChangeRecord[] {
  const now = new Map<string, string>();
  return all.map((step) => ({
    images: Object.entries(step).map(([name, to]) => {
      const from = now.get(name) ?? 'p';
      now.set(name, to);
      return { slot: 'container', name, from, to };
    }),
  }));
}

describe('boundRecords', () => {
  it('leaves a few as they are', () => {
    assert.deepEqual(boundRecords(moves(4)), moves(4));
  });

  it('keeps the newest apart and merges the others into one, with all that it takes to undo them', () => {
    const bounded = boundRecords(moves(9));
    assert.equal(bounded.length, 4);
    assert.deepEqual(bounded.slice(1), moves(9).slice(6));
    const [base] = bounded;
    assert.deepEqual(base?.images, [
      { slot: 'container', name: 'app', from: 'r0.example/app', to: 'r6.example/app' },
    ]);
    assert.deepEqual(base.pullSecrets, [
      'target-0',
      'target-1',
      'target-2',
      'target-3',
      'target-4',
      'target-5',
    ]);
    assert.equal(base.merged?.length, 6);
  });

  it('merges more where the records are long', () => {
    assert.equal(boundRecords(moves(3, `:${'x'.repeat(9000)}`)).length, 1);
  });

  it('does not grow with every run', () => {
    const size = (count: number) =>
      JSON.stringify(boundRecords(moves(count).map(({ run = '', images }) => ({ run, images })))).length;
    assert.equal(size(200), size(100));
  });

  it('leads what the newest change has written back to the same place', () => {
    fc.assert(
      fc.property(steps, containers, (all, name) => {
        const records = walked(all);
        const written = records.flatMap(({ images }) => images.filter((one) => one.name === name)).at(-1);
        const image = written?.to ?? 'p';
        const field = { slot: 'container' as const, name, image, pointer: '' };
        const back = (some: readonly ChangeRecord[]) => traceBack(field, some.toReversed()).to;
        assert.equal(back(boundRecords(records)), 'p');
        assert.equal(back(records), 'p');
      }),
    );
  });
});
