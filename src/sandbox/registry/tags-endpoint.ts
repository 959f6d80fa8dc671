import { errorAnswer, jsonAnswer, type Answer } from './answer.ts';
import type { RegistryStore } from './registry-store.ts';
import type { TagsRoute } from './route.ts';

/** `/v2/<name>/tags/list`: all of them at once. */
export function answerTags(store: RegistryStore, { repository }: TagsRoute): Answer {
  const tags = store.tags(repository);
  return tags === undefined ? errorAnswer(404, 'NAME_UNKNOWN') : jsonAnswer(200, { name: repository, tags });
}
