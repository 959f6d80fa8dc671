import { fileURLToPath } from 'node:url';

/** What the real API server answered: written by `record.ts`, compared by the tests. */
export const ANSWERS_FILE = fileURLToPath(new URL('answers.json', import.meta.url));
