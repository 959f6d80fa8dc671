/** Plans of objects and of what the registries say, with everything else at its default. */
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { ReferenceMap } from '../../../src/domain/image/reference-map.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { Inventory } from '../../../src/domain/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import type { MappingRequest } from '../../../src/domain/mapping/mapping.ts';
import { mappedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import { buildPlan, type PlanInput } from '../../../src/domain/plan/build-plan.ts';
import { type RequiredImage, requiredImages } from '../../../src/domain/plan/required-images.ts';
import { selectMoves } from '../../../src/domain/plan/moves.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { type WrittenPlan, writtenPlan } from '../../../src/domain/plan/written-plan.ts';
import type { PodLogin, PullSecretContext } from '../../../src/domain/plan/pull-secrets.ts';
import type { SourceAccess } from '../../../src/domain/plan/source-access.ts';
import type { Lookup } from '../../../src/domain/plan/registry-facts.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';

/** A digest, `absent`, or why the registry could not be reached; `refused: ` and `hidden: ` begin the words of one that refused. */
type Answers = Readonly<Record<string, string>>;

interface PlanShape extends Partial<Pick<PlanInput, 'drift' | 'overwrite' | 'pin'>> {
  readonly pullSecrets?: Partial<PullSecretContext>;
  readonly mapping?: Partial<MappingRequest>;
  readonly includeManaged?: boolean;
  readonly rewriteMentions?: boolean;
  readonly source?: Answers;
  readonly target?: Answers;
  /** Manifests of indexes. */
  readonly parts?: ReadonlyMap<Digest, ReadonlySet<Digest>>;
  readonly inventory?: Partial<Inventory>;
  /** What the source says to the own logins of workloads, by name; it shows everything to all others. */
  readonly own?: Answers;
  /** Names of workloads that the operator opens. */
  readonly open?: readonly string[];
}

/** A plan of the move from old.example to new.example, as it is printed. */
export function planOf(objects: readonly KubernetesObject[], shape: PlanShape = {}): WrittenPlan {
  return writtenPlan(planFor(objects, shape));
}

/** The same with its references as values. */
export function planFor(objects: readonly KubernetesObject[], shape: PlanShape = {}): Plan {
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example', ...shape.mapping });
  const inventory = inventoryOf(objects, shape.inventory, mentionFinder(mappedPlaces(mapping)));
  const moves = selectMoves(inventory, mapping, { includeManaged: shape.includeManaged ?? false });
  const needed = requiredImages(moves.moves, inventory);
  return buildPlan({
    server: 'https://kube.example',
    from: ['old.example'],
    to: 'new.example',
    inventory,
    mapping,
    moves,
    needed,
    access: accessOf(needed, shape),
    facts: {
      source: lookups(shape.source ?? {}),
      target: lookups(shape.target ?? {}),
      ...(shape.parts === undefined ? {} : { parts: shape.parts }),
    },
    pullSecrets: {
      pullSecret: 'target',
      logins: [],
      serviceAccounts: new Map(),
      served: new Set(),
      losing: new Map(),
      granting: new Set(),
      ...shape.pullSecrets,
    },
    drift: shape.drift ?? 'running',
    overwrite: shape.overwrite ?? false,
    rewriteMentions: shape.rewriteMentions ?? false,
    pin: shape.pin ?? { policy: 'never', isShared: true },
  });
}

function accessOf(needed: readonly RequiredImage[], { own = {}, open = [] }: PlanShape): SourceAccess {
  const users = needed.flatMap((required) => required.users);
  const workloads = users.map(({ move }) => move.workload);
  return {
    answers: new Map(
      users.map((user) => [user, lookup(own[user.move.workload.ref.name] ?? `sha256:${'0'.repeat(64)}`)]),
    ),
    opened: new Set(workloads.filter(({ ref }) => open.includes(ref.name))),
    unread: () => [],
  };
}

/** The login of the whole target. */
export const LOGIN: PodLogin = { place: { host: 'new.example', path: '' }, shared: false };

function lookups(answers: Answers): ReferenceMap<Lookup> {
  const all = Object.entries(answers);
  return new ReferenceMap(all.map(([image, answer]) => [parseImageReference(image), lookup(answer)]));
}

function lookup(answer: string): Lookup {
  if (answer.startsWith('sha256:')) return { state: 'found', digest: answer as Digest };
  if (answer === 'absent') return { state: 'absent' };
  const [, hiding] = /^hidden: (.*)$/.exec(answer) ?? [];
  if (hiding !== undefined) return { state: 'hidden', reason: hiding };
  const [, refusal] = /^refused: (.*)$/.exec(answer) ?? [];
  return refusal === undefined
    ? { state: 'unknown', reason: answer }
    : { state: 'unknown', reason: refusal, refused: true };
}

/** What a plan does with each workload, by name: its new images, or the code of why it is left alone. */
export function fates({ changes, leftAlone }: WrittenPlan): Record<string, string> {
  return Object.fromEntries([
    ...changes.map(({ workload, images }) => [workload.name, images.map(({ to }) => to).join(' ')]),
    ...leftAlone.map(({ workload, code }) => [workload.name, code]),
  ]) as Record<string, string>;
}
