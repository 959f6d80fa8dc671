/** Many Deployments that are moved and rolled back together; each is alone in its namespace, for its Secrets' sake. */
import assert from 'node:assert/strict';
import { pushImage } from '../../support/push-image.ts';
import { until } from '../../cluster/deadline.ts';
import { deployment } from '../builders/deployment.ts';
import { DEPLOYMENTS, PODS, SECRETS } from '../harness/kinds.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { untilReady } from '../harness/until-ready.ts';

/** Images by what they stand for. */
export interface Images {
  readonly app: SourceImage;
  readonly side: SourceImage;
  /** Newer ones that a CI deploys. */
  readonly nextAtSource: string;
  readonly nextAtTarget: string;
  readonly elsewhere: string;
}

export interface Field extends AsyncDisposable {
  readonly site: Site;
  readonly images: Images;
  /** The namespace of a case. */
  readonly place: (name: string) => { readonly namespace: string; readonly name: 'web' };
  /** What its template says. */
  readonly read: (name: string) => Promise<Template>;
  /** Deletes its pods; they come back only if they can pull: no node may use what it has. */
  readonly restartPods: (name: string) => Promise<void>;
  readonly untilReady: (name: string) => Promise<void>;
}

export interface Template {
  /** `name=image` of each container. */
  readonly containers: readonly string[];
  readonly pullSecrets: readonly string[];
  readonly recorded: boolean;
  /** Whether the pull Secret of the target is there. */
  readonly hasSecret: boolean;
}

export const TARGET_SECRET = 'registry-switch-target';

export async function openField(name: string, cases: readonly string[]): Promise<Field> {
  const site = await openSite(name);
  const login = { login: sourceLogin(site.cluster), more: sourceLogin(site.cluster) };
  const newest = {
    repository: `${site.prefix}/app`,
    tag: '2',
    base: site.cluster.baseLayer ?? (false as const),
  };
  const [app, side, next, nextAtTarget, elsewhere] = await Promise.all([
    site.push({ repository: 'app', tag: '1' }),
    site.push({ repository: 'side', tag: '1' }),
    site.push({ repository: 'app', tag: '2' }),
    pushImage(site.cluster.target, newest),
    site.pushElsewhere({ repository: 'fix', tag: '1' }),
  ]);
  const place = (one: string) => ({ namespace: site.in(one), name: 'web' }) as const;
  await Promise.all(cases.map(async (one) => site.makeNamespace(one, login)));
  const containers = { app: app.reference, side: side.reference };
  await site.start(
    ...cases.map((one) =>
      deployment({ ...place(one), pullSecrets: ['login'], containers, pullPolicy: 'Always' }),
    ),
  );
  const whenReady = async (one: string) =>
    untilReady(site.api, [{ kind: DEPLOYMENTS, object: { metadata: place(one) } }]);
  return {
    site,
    images: {
      app,
      side,
      nextAtSource: next.reference,
      nextAtTarget: nextAtTarget.reference,
      elsewhere: elsewhere.reference,
    },
    place,
    untilReady: whenReady,
    read: async (one) => {
      const found = await site.api.get(DEPLOYMENTS, place(one));
      const spec = found?.spec?.template.spec;
      const secret = await site.api.get(SECRETS, { namespace: site.in(one), name: TARGET_SECRET });
      return {
        containers: (spec?.containers ?? []).map((container) => `${container.name}=${container.image ?? ''}`),
        pullSecrets: (spec?.imagePullSecrets ?? []).flatMap((reference) => reference.name ?? []),
        recorded: JSON.stringify(found?.metadata?.annotations ?? {}).includes('registry-switch.io'),
        hasSecret: secret !== undefined,
      };
    },
    restartPods: async (one) => {
      await whenReady(one);
      const pods = await site.api.list(PODS, site.in(one));
      assert.ok(pods.length > 0, `${one} has pods`);
      const names = pods.flatMap(({ metadata }) => metadata?.name ?? []);
      await Promise.all(
        names.map(async (pod) => site.api.delete(PODS, { namespace: site.in(one), name: pod })),
      );
      await until(`other pods of ${one} ready`, 90, async () => {
        const now = await site.api.list(PODS, site.in(one));
        const others = now.filter(({ metadata }) => !names.includes(metadata?.name ?? ''));
        return others.length > 0 && others.every(isPodReady) ? true : undefined;
      });
    },
    [Symbol.asyncDispose]: async () => site[Symbol.asyncDispose](),
  };
}

function isPodReady({ status }: NonNullable<typeof PODS.objects>): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}
