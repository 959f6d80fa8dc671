/** Looks once more, right before a workload changes, at what it runs and at what the target holds. */
import type { ImageField } from '../../domain/inventory/image-field.ts';
import { podsByDigest, type RunningImage, runningIn } from '../../domain/inventory/running-digests.ts';
import { repositoryName } from '../../domain/image/format-reference.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import { pinned, withDefaultTag } from '../../domain/image/pin-reference.ts';
import type { Digest } from '../../domain/image/reference.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { asksTagAgain, strayedSince } from '../../domain/plan/digest-decision.ts';
import { podsOfWorkload } from '../rollout/pods-of-workload.ts';
import { runningUnder } from '../inventory/running-under.ts';
import type { ProvenImage, ProvenImages } from './proven-images.ts';
import type { SwitchContext } from './switch-context.ts';

export interface Doubted {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject;
  readonly fields: readonly ImageField[];
  readonly proven: ProvenImages;
}

type Context = Pick<SwitchContext, 'cluster' | 'scope' | 'customImages' | 'drift' | 'questions'>;

/** Why a workload must not be changed as it was planned, in a sentence; `undefined`: nothing speaks against it. */
export async function doubtOf(
  context: Context,
  { ref, object, fields, proven }: Doubted,
  work: Work,
): Promise<string | undefined> {
  const running = await runningImages(context, { ref, object, fields }, work);
  for (const field of fields) {
    const image = proven.get(field.image);
    if (image === undefined) continue;
    const doubt =
      (await strayDoubt(context, image, running(field), work.signal)) ??
      (await context.questions.targetDoubt(image, work.signal));
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** Pods of a custom resource are its operator's: only the whole of its namespace shows which they are. */
async function runningImages(
  { cluster, scope, customImages }: Context,
  { ref, object, fields }: Omit<Doubted, 'proven'>,
  work: Work,
): Promise<(field: ImageField) => readonly RunningImage[]> {
  if (fields.some(({ slot }) => slot === 'field')) {
    return runningUnder(cluster, { ref, scope, customImages }, work);
  }
  const pods = await podsOfWorkload(cluster, object, work.signal);
  return (field) => runningIn(pods, field);
}

/** An image that is pinned by digest cannot move on. */
async function strayDoubt(
  context: Context,
  image: ProvenImage,
  reported: readonly RunningImage[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { drift, questions } = context;
  const source = withDefaultTag(parseImageReference(image.from));
  if (source.digest !== undefined) return undefined;
  const running = podsByDigest(await recognised(context, image, reported, signal));
  const tag = asksTagAgain(running, image, drift) ? await questions.sourceDigest(source, signal) : undefined;
  const stray = strayedSince({ running, ...(tag === undefined ? {} : { tag }) }, image, drift);
  if (stray === undefined) return undefined;
  const who = stray === tag ? 'its tag says' : 'its pods run';
  return `${image.from}: ${who} ${stray} by now, proven was ${image.digest}: run it again`;
}

/** As the plan counts them: the proven image under all of its digests, and others that are the source's. */
async function recognised(
  { questions }: Context,
  image: ProvenImage,
  reported: readonly RunningImage[],
  signal: AbortSignal,
): Promise<RunningImage[]> {
  const source = parseImageReference(image.from);
  const found: RunningImage[] = [];
  for (const one of reported) {
    if (await questions.isSame(image, one.digest, signal)) found.push({ ...one, digest: image.digest });
    else if (one.repository === repositoryName(source) || image.running.includes(one.digest)) found.push(one);
    else if (await isThere(one.digest)) found.push(one);
  }
  return found;
  async function isThere(digest: Digest): Promise<boolean> {
    return (await questions.sourceDigest(pinned(source, digest), signal)) === digest;
  }
}
