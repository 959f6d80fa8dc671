/** A copy Job starts nothing before its Secrets are there and its own: whatever is broken off or late leaves nothing that runs. */
import assert from 'node:assert/strict';
import { buildable } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { podSpec } from '../builders/pod-spec.ts';
import { type ApiProxy, startApiProxy } from '../harness/api-proxy.ts';
import { JOBS, PODS, SECRETS } from '../harness/kinds.ts';
import { assertError, assertExit, EXIT } from '../harness/outcome.ts';
import { jobFlags, move } from '../harness/product.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';
import { until } from '../../cluster/deadline.ts';
import { watchObjects } from '../harness/watch-objects.ts';

const DAY_SECONDS = 24 * 60 * 60;

describe('the beginning of a copy', () => {
  let site: Site;

  beforeEach(async () => {
    site = await openSite('beginning');
    const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  });

  afterEach(async () => site[Symbol.asyncDispose]());

  it('is a Job that is suspended, then the Secrets that it owns, then leave to begin', async () => {
    await using jobs = await watchObjects(site.api, { kind: JOBS, namespace: site.copyNamespace });
    await using secrets = await watchObjects(site.api, { kind: SECRETS, namespace: site.copyNamespace });
    await using proxy = await startApiProxy(site.api);
    assertExit(await move(site, ['copy', '--yes', '--server', proxy.url, ...jobFlags(site)]), EXIT.done);
    assert.deepEqual(copyWrites(proxy), [
      'POST jobs',
      'POST secrets',
      'PATCH jobs',
      'DELETE secrets',
      'DELETE jobs',
    ]);
    const [made] = jobs.events;
    assert.equal(made?.object.spec?.suspend, true);
    assert.equal(made.object.spec.ttlSecondsAfterFinished, DAY_SECONDS);
    assert.equal(made.object.spec.activeDeadlineSeconds, 7 * DAY_SECONDS);
    const { uid } = made.object.metadata ?? {};
    const owners = secrets.events.map(({ object }) =>
      object.metadata?.ownerReferences?.map((one) => one.uid),
    );
    for (const owner of owners) assert.deepEqual(owner, [uid]);
    const patch = proxy.writes.find(({ method, path }) => method === 'PATCH' && path.includes('/jobs/'));
    assert.match(patch?.body ?? '', /"path":"\/metadata\/resourceVersion"/);
  });

  it('starts nothing when somebody else has taken the Job away and made another before the leave arrives', async () => {
    await using pods = await watchObjects(site.api, { kind: PODS, namespace: site.copyNamespace });
    let other: string | undefined;
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ method, path }) => {
        if (method !== 'PATCH' || !path.includes('/jobs/') || other !== undefined) return;
        other = await replaceJob();
      },
    });
    const outcome = await move(site, ['copy', '--yes', '--server', proxy.url, ...jobFlags(site)]);
    assertExit(outcome, EXIT.failed);
    assertError(outcome, ['Job', /recreated/]);
    const [left] = await site.api.list(JOBS, site.copyNamespace);
    assert.deepEqual([left?.metadata?.uid, left?.spec?.suspend], [other, true]);
    assert.deepEqual(pods.events, []);
  });

  it('leaves no Secret that arrives when the Job is gone', async () => {
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ method, path }) => {
        if (method !== 'POST' || !path.includes(`/${site.copyNamespace}/secrets`)) return;
        for (const { metadata } of await site.api.list(JOBS, site.copyNamespace))
          await removeJob(metadata?.name);
      },
    });
    const outcome = await move(site, ['copy', '--yes', '--server', proxy.url, ...jobFlags(site)]);
    assertExit(outcome, EXIT.failed);
    await until('no Secret is left', 60, async () =>
      (await site.api.list(SECRETS, site.copyNamespace)).length === 0 ? true : undefined,
    );
  });

  async function removeJob(name = ''): Promise<void> {
    await site.api.delete(JOBS, { namespace: site.copyNamespace, name });
    await until('the Job is gone', 60, async () =>
      (await site.api.get(JOBS, { namespace: site.copyNamespace, name })) === undefined ? true : undefined,
    );
  }

  /** As another run would; the uid of the new one. */
  async function replaceJob(): Promise<string> {
    const [{ metadata } = {}] = await site.api.list(JOBS, site.copyNamespace);
    const place = { namespace: site.copyNamespace, name: metadata?.name ?? '' };
    await removeJob(place.name);
    const spec = podSpec({ containers: { other: 'other.example/copier:1' }, once: true });
    await site.apply(buildable(JOBS, { metadata: place, spec: { suspend: true, template: { spec } } }));
    return (await site.api.get(JOBS, place))?.metadata?.uid ?? '';
  }

  /** What was written of Jobs and Secrets of the copy, in order; what the server refused is not. */
  function copyWrites({ writes }: ApiProxy): string[] {
    return writes.flatMap(({ method, path, status = 0 }) => {
      const [, namespace, plural = ''] = /\/namespaces\/([^/]+)\/([^/]+)/.exec(path) ?? [];
      const isCopy = namespace === site.copyNamespace && ['jobs', 'secrets'].includes(plural);
      return isCopy && status < 300 ? [`${method} ${plural}`] : [];
    });
  }
});
