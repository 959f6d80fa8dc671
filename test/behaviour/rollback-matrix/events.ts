/** What people and their tools do to a Deployment that was moved, and what a rollback is to make of it. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { DEPLOYMENTS, REPLICA_SETS, SECRETS, type ApiObject } from '../harness/kinds.ts';
import { TARGET_SECRET, type Field, type Images } from './field.ts';

export interface Event {
  /** Also the name of the namespace in which it happens. */
  readonly name: string;
  readonly title: string;
  readonly happen: (field: Field) => Promise<void>;
  /** What the template says after the rollback, and what is kept for it. */
  readonly after: (images: Images) => {
    readonly containers: readonly string[];
    readonly pullSecrets: readonly string[];
  };
  /** What is told of the workload or its Secret, again and again; absent: nothing. */
  readonly told?: RegExp;
  /** What keeps being told: something needs it. */
  readonly stays?: 'workload' | 'secret';
}

const CONTAINERS = '/spec/template/spec/containers';
const BOTH = ['login', TARGET_SECRET];

export const EVENTS: readonly Event[] = [
  {
    name: 'edited',
    title: 'an image is set that comes from elsewhere',
    happen: async (field) => patch(field, 'edited', [image(0, field.images.elsewhere)]),
    after: ({ elsewhere, side }) => ({
      containers: [`app=${elsewhere}`, `side=${side.reference}`],
      pullSecrets: ['login'],
    }),
    told: /container app was changed since to/,
  },
  {
    name: 'renamed',
    title: 'a container is renamed',
    happen: async (field) =>
      patch(field, 'renamed', [{ op: 'replace', path: `${CONTAINERS}/0/name`, value: 'main' }]),
    after: ({ app, side }) => ({
      containers: [`main=${app.atTarget}`, `side=${side.reference}`],
      pullSecrets: BOTH,
    }),
    told: /container main is from the target too/,
    stays: 'workload',
  },
  {
    name: 'added',
    title: 'a container is added that comes from the target',
    happen: async (field) => {
      const value = { name: 'extra', image: field.images.nextAtTarget, imagePullPolicy: 'Always' };
      await patch(field, 'added', [{ op: 'add', path: `${CONTAINERS}/-`, value }]);
    },
    after: ({ app, side, nextAtTarget }) => ({
      containers: [`app=${app.reference}`, `side=${side.reference}`, `extra=${nextAtTarget}`],
      pullSecrets: BOTH,
    }),
    told: /container extra is from the target too/,
    stays: 'workload',
  },
  {
    name: 'removed',
    title: 'a container is removed',
    happen: async (field) => patch(field, 'removed', [{ op: 'remove', path: `${CONTAINERS}/1` }]),
    after: ({ app }) => ({ containers: [`app=${app.reference}`], pullSecrets: ['login'] }),
    told: /container side was removed since/,
  },
  {
    name: 'listed',
    title: 'another pull Secret is named',
    happen: async (field) => {
      const path = '/spec/template/spec/imagePullSecrets/-';
      await patch(field, 'listed', [{ op: 'add', path, value: { name: 'more' } }]);
    },
    after: (images) => ({ ...asBefore(images), pullSecrets: ['login', 'more'] }),
  },
  {
    name: 'secret',
    title: 'a login is written into the pull Secret of the target',
    happen: async ({ site }) => {
      const name = { namespace: site.in('secret'), name: TARGET_SECRET };
      const found = await site.api.get(SECRETS, name);
      const text = Buffer.from(found?.data?.['.dockerconfigjson'] ?? '', 'base64').toString();
      const { auths } = JSON.parse(text) as { auths: object };
      const config = JSON.stringify({ auths: { ...auths, 'third.example': { auth: 'YTpi' } } });
      await site.api.patch(SECRETS, name, {
        data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
      });
    },
    after: asBefore,
    told: /registry-switch-target +kept +it was changed since/,
    stays: 'secret',
  },
  {
    name: 'recreated',
    title: 'it is deleted and created anew as it was at the target',
    happen: async (field) => {
      const { site, images, place } = field;
      const { app, side } = images;
      await site.api.delete(DEPLOYMENTS, place('recreated'));
      const containers = { app: app.atTarget, side: side.atTarget };
      await site.apply(
        deployment({ ...place('recreated'), pullSecrets: BOTH, containers, pullPolicy: 'Always' }),
      );
    },
    after: ({ app, side }) => ({
      containers: [`app=${app.atTarget}`, `side=${side.atTarget}`],
      pullSecrets: BOTH,
    }),
    told: /registry-switch-target +kept +.*it is used by/,
    stays: 'secret',
  },
  {
    name: 'undone',
    title: 'kubectl rollout undo',
    happen: async (field) => rolloutUndo(field, 'undone'),
    after: asBefore,
  },
  {
    name: 'to-target',
    title: 'a CI deploys a new image from the target',
    happen: async (field) => patch(field, 'to-target', [image(0, field.images.nextAtTarget)]),
    after: ({ nextAtTarget, side }) => ({
      containers: [`app=${nextAtTarget}`, `side=${side.reference}`],
      pullSecrets: BOTH,
    }),
    told: /container app was changed since to .*its pull Secret registry-switch-target is kept/,
    stays: 'workload',
  },
  {
    name: 'to-source',
    title: 'a CI deploys a new image from the source',
    happen: async (field) => patch(field, 'to-source', [image(0, field.images.nextAtSource)]),
    after: ({ nextAtSource, side }) => ({
      containers: [`app=${nextAtSource}`, `side=${side.reference}`],
      pullSecrets: ['login'],
    }),
    told: /container app was changed since to/,
  },
];

/** What ends the need for whatever was kept: a CI deploys from the source again, and nobody's login is in our Secret. */
export async function endNeed(field: Field, { name, stays }: Event): Promise<void> {
  const { site, images, place } = field;
  if (name === 'secret') await site.api.delete(SECRETS, { namespace: site.in(name), name: TARGET_SECRET });
  if (stays === undefined || name === 'secret') return;
  if (name === 'recreated') {
    await site.api.delete(DEPLOYMENTS, place(name));
    const containers = { app: images.app.reference, side: images.side.reference };
    await site.apply(
      deployment({ ...place(name), pullSecrets: ['login'], containers, pullPolicy: 'Always' }),
    );
    return;
  }
  const found = await site.api.get(DEPLOYMENTS, place(name));
  const containers = found?.spec?.template.spec?.containers ?? [];
  await patch(
    field,
    name,
    containers.map((_, index) => image(index, images.nextAtSource)),
  );
}

function asBefore({ app, side }: Images) {
  return { containers: [`app=${app.reference}`, `side=${side.reference}`], pullSecrets: ['login'] };
}

function image(index: number, value: string) {
  return { op: 'replace', path: `${CONTAINERS}/${index.toString()}/image`, value };
}

async function patch({ site, place }: Field, name: string, operations: readonly object[]): Promise<void> {
  await site.api.patch(DEPLOYMENTS, place(name), [...operations]);
}

/** As kubectl does it: the template of the former ReplicaSet, and its annotations, replace those of the Deployment. */
async function rolloutUndo({ site, place }: Field, name: string): Promise<void> {
  const sets = await site.api.list(REPLICA_SETS, site.in(name));
  const [former] = sets.toSorted((a, b) => revisionOf(a) - revisionOf(b));
  const template = former?.spec?.template;
  assert.ok(former !== undefined && template !== undefined, `${name} has a former ReplicaSet`);
  const labels = without(template.metadata?.labels, ['pod-template-hash']);
  const annotations = without(former.metadata?.annotations, OF_THE_CONTROLLER);
  await site.api.patch(DEPLOYMENTS, place(name), [
    {
      op: 'replace',
      path: '/spec/template',
      value: { ...template, metadata: { ...template.metadata, labels } },
    },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ]);
}

const REVISION = 'deployment.kubernetes.io/revision';
const OF_THE_CONTROLLER = ['desired-replicas', 'max-replicas', 'revision', 'revision-history'].map(
  (key) => `deployment.kubernetes.io/${key}`,
);

function revisionOf({ metadata }: ApiObject): number {
  return Number(metadata?.annotations?.[REVISION]);
}

function without(entries: Readonly<Record<string, string>> = {}, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => !keys.includes(key)));
}
