/** Checks again, right before a workload changes, what it runs and what the target has. */
import type { ImageField } from '../../domain/image-fields/image-field.ts';
import {
  podsByDigest,
  type Running,
  type RunningConfig,
  type RunningImage,
  runningIn,
} from '../../domain/inventory/running-digests.ts';
import { repositoryName } from '../../domain/image/format-reference.ts';
import { pinned } from '../../domain/image/pin-reference.ts';
import type { Digest } from '../../domain/image/reference.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { asksTagAgain, driftedSince, unknownDigest } from '../../domain/plan/digest-decision.ts';
import { newPodTest, podsOfWorkload } from '../rollout/pods-of-workload.ts';
import { runningUnder } from '../inventory/running-under.ts';
import type { ProvenImage, ProvenImages } from './proven-images.ts';
import type { SwitchContext } from './switch-context.ts';

export interface RecheckedWorkload {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject;
  readonly fields: readonly ImageField[];
  readonly proven: ProvenImages;
  /** Mentions in its template to rewrite, which pods report no digest of. */
  readonly mentioned: ProvenImages;
}

export interface Recheck {
  /** Why the workload must not be changed as planned, in a sentence; absent: no objection. */
  readonly doubt?: string;
  /** Digests that its pods report and that match no known image, by `slot/name`: other images with the same content. */
  readonly unplaced: ReadonlyMap<string, readonly Digest[]>;
}

type Context = Pick<SwitchContext, 'cluster' | 'scope' | 'customImages' | 'drift' | 'questions'>;

export async function recheck(
  context: Context,
  { ref, object, fields, proven, mentioned }: RecheckedWorkload,
  work: Work,
): Promise<Recheck> {
  const running = await runningImages(context, { ref, object, fields }, work);
  const unplaced = new Map<string, readonly Digest[]>();
  for (const field of fields) {
    const image = proven.get(field.image);
    if (image === undefined) continue;
    const { images, configs = [], ...rest } = running(field);
    // By image config alone only the proven image can be recognized.
    const known = await sameConfigs(context, image, configs, work.signal);
    const unknown = rest.unknown - known.reduce((sum, { pods }) => sum + pods, 0);
    const found = await placed(context, image, [...images, ...known], work.signal);
    unplaced.set(`${field.slot}/${field.name}`, found.unplaced);
    const doubt =
      unknownDoubt(context, image, unknown) ??
      (await driftDoubt(context, image, found.placed, work.signal)) ??
      (await context.questions.targetDoubt(image, work.signal));
    if (doubt !== undefined) return { doubt, unplaced };
  }
  for (const image of mentioned.values()) {
    const doubt = await context.questions.targetDoubt(image, work.signal);
    if (doubt !== undefined) return { doubt, unplaced };
  }
  return { unplaced };
}

/** Pods of a custom resource are found only through the owner chain in its namespace. */
async function runningImages(
  { cluster, scope, customImages }: Context,
  { ref, object, fields }: Omit<RecheckedWorkload, 'proven' | 'mentioned'>,
  work: Work,
): Promise<(field: ImageField) => Running> {
  if (fields.some(({ slot }) => slot === 'field')) {
    return runningUnder(cluster, { ref, scope, customImages }, work);
  }
  const pods = await podsOfWorkload(cluster, object, work.signal);
  const isNew = await newPodTest(cluster, { workload: object, pods }, work.signal);
  return (field) => runningIn(pods, field, isNew);
}

/** With --drift refuse the running digest must be known, unless the image is pinned. */
function unknownDoubt({ drift }: Context, { from, source }: ProvenImage, pods: number): string | undefined {
  if (drift !== 'refuse' || pods === 0 || source.digest !== undefined) return undefined;
  return `${from}: ${unknownDigest(pods)}, which --drift refuse does not allow`;
}

/** A pinned image cannot drift. */
async function driftDoubt(
  { drift, questions }: Context,
  image: ProvenImage,
  running: ReadonlyMap<Digest, number>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { source } = image;
  if (source.digest !== undefined) return undefined;
  const tag = asksTagAgain(running, image, drift) ? await questions.sourceDigest(source, signal) : undefined;
  const drifted = driftedSince({ running, ...(tag === undefined ? {} : { tag }) }, image, drift);
  if (drifted === undefined) return undefined;
  const who = drifted === tag ? 'its tag points to' : 'its pods run';
  return `${image.from}: ${who} ${drifted} now, but ${image.digest} was proven: run the command again`;
}

async function sameConfigs(
  { questions }: Context,
  image: ProvenImage,
  configs: readonly RunningConfig[],
  signal: AbortSignal,
): Promise<RunningImage[]> {
  const found: RunningImage[] = [];
  for (const { config, pods } of configs) {
    const reported = { repository: '', digest: config };
    if (await questions.isSame(image, reported, signal))
      found.push({ repository: repositoryName(image.to), digest: image.digest, pods });
  }
  return found;
}

interface Placed {
  readonly placed: ReadonlyMap<Digest, number>;
  readonly unplaced: readonly Digest[];
}

/** Counted as in the plan: the proven image under all of its digests, and other images of the source. */
async function placed(
  { questions }: Context,
  image: ProvenImage,
  reported: readonly RunningImage[],
  signal: AbortSignal,
): Promise<Placed> {
  const { source } = image;
  const isOfSource = async ({ repository, digest }: RunningImage): Promise<boolean> =>
    repository === repositoryName(source) ||
    (await questions.sourceDigest(pinned(source, digest), signal)) === digest;
  const found: RunningImage[] = [];
  const unplaced: Digest[] = [];
  for (const one of reported) {
    if (await questions.isSame(image, one, signal)) found.push({ ...one, digest: image.digest });
    else if (await isOfSource(one)) found.push(one);
    else unplaced.push(one.digest);
  }
  return { placed: podsByDigest(found), unplaced };
}
