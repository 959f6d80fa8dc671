/** Deckhouse's copier hook: runs after every event of the Secret, the Job or its pods. */
import { DEPLOYMENTS, JOBS, PODS, SECRETS } from '../../objects/api-resources.ts';
import { authoritiesOf } from '../authorities.ts';
import { decodedData } from '../decoded-data.ts';
import type { DeckhouseOptions } from '../deckhouse-options.ts';
import { DECKHOUSE, REGISTRY_SECRET, SYSTEM } from '../estate/places.ts';
import { deleteInForeground } from '../kube/delete-in-foreground.ts';
import { leaderPod } from '../leader-pod.ts';
import { baseOf, readSettings, SettingsFailure } from '../registry/registry-settings.ts';
import type { Look, StandIn } from '../stand-in.ts';
import { COPIER_JOB, COPIER_LABELS, COPIER_SECRET, copierJob } from './copier-job.ts';
import { copyDeckhouseImages } from './copy-images.ts';
import { type HookRun, hookRun } from './hook-run.ts';
import { currentRepo, HookFailure, type RepoConfig } from './repo-config.ts';

const POD_LABELS = Object.entries(COPIER_LABELS)
  .map((pair) => pair.join('='))
  .join(',');

/** Seconds until a run that failed is repeated. */
const RETRY = 5;

export function copierHook(standIn: StandIn): Look {
  const { kube, options, log, wait } = standIn;
  const jobs = { made: 0 };
  let seen = '';
  return async () => {
    if (options.faults?.silentHook === true || (await view(standIn)).version === seen) return;
    if ((await leaderPod(kube)) === undefined) return;
    await wait(1);
    const { version, ...now } = await view(standIn);
    const run = hookRun(now);
    if (run.log !== undefined) log.say(run.log, 'images_copier');
    try {
      if (run.fillsIn === true) await fillIn(standIn);
      await act(standIn, run, jobs);
      seen = version;
    } catch (error) {
      if (!(error instanceof HookFailure || error instanceof SettingsFailure)) throw error;
      log.say({ level: 'error', message: error.message }, 'images_copier');
      await wait(RETRY);
    }
  };
}

/** `version` is another one after each event. */
async function view({ kube }: StandIn) {
  const secret = await kube.get(SECRETS, COPIER_SECRET);
  const job = await kube.get(JOBS, COPIER_JOB);
  const pods = await kube.list(PODS, { namespace: SYSTEM, labels: POD_LABELS });
  const objects = [secret, job, ...pods].filter((object) => object !== undefined);
  return {
    version: objects.map(({ metadata }) => metadata.resourceVersion).join(),
    secret: secret && { annotations: secret.metadata.annotations ?? {}, data: decodedData(secret.data) },
    job: job && { annotations: job.metadata.annotations ?? {}, status: job.status ?? {} },
  };
}

async function act(standIn: StandIn, { act: what }: HookRun, jobs: { made: number }): Promise<void> {
  if (what === 'clean up') await deleteInForeground(standIn, SECRETS, COPIER_SECRET);
  if (what === 'clean up' || what === 'remove Job' || what === 'restart Job') await removeJob(standIn);
  if (what === 'create Job' || what === 'restart Job') await createJob(standIn, jobs);
}

async function removeJob(standIn: StandIn): Promise<void> {
  const pods = await standIn.kube.list(PODS, { namespace: SYSTEM, labels: POD_LABELS });
  for (const { metadata } of pods) await deleteInForeground(standIn, PODS, metadata);
  await deleteInForeground(standIn, JOBS, COPIER_JOB);
}

async function fillIn({ kube, options }: StandIn): Promise<void> {
  const { settings, image } = await current({ kube });
  const repo = currentRepo(settings, image);
  const modules = Map.groupBy(options.images.modules, ({ module }) => module);
  const images = [...modules].map(([module, all]) => [module, tagsOf(all)]);
  const files = { 'd8-repo.json': repo, 'd8-images.json': Object.fromEntries(images) as object };
  const stringData = Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]);
  await kube.patch(SECRETS, COPIER_SECRET, { stringData: Object.fromEntries(stringData) as object });
}

function tagsOf(images: readonly { readonly image: string; readonly tag: string }[]): object {
  return Object.fromEntries(images.map(({ image, tag }) => [image, tag]));
}

/** What Deckhouse runs from now. */
async function current({ kube }: Pick<StandIn, 'kube'>) {
  const secret = await kube.get(SECRETS, REGISTRY_SECRET);
  const deployment = await kube.get(DEPLOYMENTS, DECKHOUSE);
  const image = deployment?.spec?.template.spec?.containers[0]?.image ?? '';
  return { settings: readSettings(secret?.data), image };
}

async function createJob(standIn: StandIn, jobs: { made: number }): Promise<void> {
  const { kube, options } = standIn;
  const secret = await kube.get(SECRETS, COPIER_SECRET);
  if (secret === undefined) return;
  jobs.made += 1;
  const { failingCopies = 0 } = options.faults ?? {};
  const failures = jobs.made <= failingCopies ? [REFUSED] : await copy(standIn, decodedData(secret.data));
  const { settings } = await current(standIn);
  const { resource, object } = copierJob({
    image: copierImage(baseOf(settings), options),
    annotations: secret.metadata.annotations ?? {},
    failures,
    seconds: Math.max(1, Math.round(3 / (options.speed ?? 1))),
  });
  await kube.create(resource, object);
}

function copierImage(base: string, { images, faults }: DeckhouseOptions): string {
  const tag = images.modules.find(({ image }) => image === 'imagesCopier')?.tag ?? '';
  return `${base}:${faults?.invalidCopierImage === true ? 'sha256:' : ''}${tag}`;
}

const REFUSED = 'Failed to sync: error pinging docker registry: connection refused';

async function copy(
  { options, signal }: StandIn,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { images, network = { addressOf: () => undefined } } = options;
  return copyDeckhouseImages({
    source: JSON.parse(files['d8-repo.json'] ?? '') as RepoConfig,
    sourceScheme: images.scheme ?? 'https',
    destination: JSON.parse(files['dest-repo.json'] ?? '') as RepoConfig,
    tags: images.modules.map(({ tag }) => tag),
    network,
    authorities: authoritiesOf(options),
    signal,
  });
}
