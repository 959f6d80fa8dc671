/** Caches results by key, including calls in progress. */

/** Calls with the same key share a result. A rejected promise is cached too. */
export function memoize<Question extends readonly unknown[], Answer>(
  keyOf: (...question: Question) => string,
  ask: (...question: Question) => Answer,
): (...question: Question) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (...question) => {
    const key = keyOf(...question);
    const known = answers.get(key) ?? { answer: ask(...question) };
    answers.set(key, known);
    return known.answer;
  };
}

/** The same, but a failed call is repeated. */
export function memoizeSuccess<Question extends readonly unknown[], Answer>(
  keyOf: (...question: Question) => string,
  ask: (...question: Question) => Promise<Answer>,
  milliseconds = Infinity,
): (...question: Question) => Promise<Answer> {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<Answer> }>();
  return async (...question) => {
    const key = keyOf(...question);
    const known = answers.get(key);
    const now = performance.now();
    if (known !== undefined && known.until > now) return known.answer;
    const answer = ask(...question);
    answers.set(key, { until: now + milliseconds, answer });
    try {
      return await answer;
    } catch (error) {
      if (answers.get(key)?.answer === answer) answers.delete(key);
      throw error;
    }
  };
}
