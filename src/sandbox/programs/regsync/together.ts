import { RegsyncError } from './regsync-error.ts';

/** Runs all at the same time; the first failure stops the others, and is what this rejects with. */
export async function together(
  works: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  const others = new AbortController();
  const common = AbortSignal.any([signal, others.signal]);
  const results = await Promise.allSettled(
    works.map(async (work) => {
      try {
        await work(common);
      } catch (error) {
        others.abort();
        throw error;
      }
    }),
  );
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const cause = reasons.find((reason) => !(reason instanceof RegsyncError && reason.kind === 'canceled'));
  if (reasons.length > 0) throw cause ?? reasons[0];
}
