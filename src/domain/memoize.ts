/** Asks every question once: whoever asks it again, also before it is answered, gets the same answer. */

/** Questions of one key are the same. A promise that fails is an answer as well. */
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
