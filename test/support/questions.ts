/** Questions about images, answered by registries that hold what the builders plan. */
import { formatImageReference, repositoryName } from '../../src/domain/image/format-reference.ts';
import { buildMapping } from '../../src/domain/mapping/build-mapping.ts';
import type { Plan, PlannedChange } from '../../src/domain/plan/plan.ts';
import type { Registries } from '../../src/domain/ports/registry.ts';
import { type ImageQuestions, imageQuestions } from '../../src/workflow/images/image-questions.ts';
import { fakeRegistries, type Shelf } from './fake-registries.ts';

/** Of a move from old.example to new.example. */
export function questionsTo(registries: Registries, plan: Partial<Plan> = {}): ImageQuestions {
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example' });
  return imageQuestions(registries, { mapping, plan: { copies: [], platforms: [], ...plan } });
}

/** What the target holds when everything that is planned is there. */
export function shelfOf(changes: readonly PlannedChange[]): Shelf {
  const images = changes.flatMap((change) => change.images);
  return Object.fromEntries(
    images.flatMap(({ copy, digest }) => {
      return [formatImageReference(copy), `${repositoryName(copy)}@${digest}`].map((name) => [name, digest]);
    }),
  );
}

export function answersFor(changes: readonly PlannedChange[]): ImageQuestions {
  return questionsTo(fakeRegistries(shelfOf(changes)));
}
