/** `finish` takes away the logins of the source, and none that pods still pull with. */
import assert from 'node:assert/strict';
import { pushImage } from '../support/push-image.ts';
import { until } from '../cluster/deadline.ts';
import { buildable } from './builders/buildable.ts';
import { deployment } from './builders/deployment.ts';
import { dockerConfig } from './builders/pull-secret.ts';
import { DEPLOYMENTS, PODS, SECRETS } from './harness/kinds.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, rollback, run } from './harness/product.ts';
import type { Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

describe('finish', () => {
  let site: Site;

  before(async () => {
    site = await openSite('finish');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('that has nothing to do says so and asks nothing', async () => {
    const namespace = await site.makeNamespace('twice', { login: sourceLogin(site.cluster) });
    const web = await site.push({ repository: 'twice', tag: '1' });
    const containers = { app: web.reference };
    await site.start(deployment({ namespace, name: 'web', pullSecrets: ['login'], containers }));
    assertExit(await migrate(site, [], { namespaces: namespace }), EXIT.done);
    const home = ['--namespace', namespace, '--copy-namespace', site.copyNamespace];
    const unasked = ['finish', '--from', site.cluster.source.host, ...home];
    assertExit(await run(site, unasked), EXIT.usage);
    assertExit(await finish(site.cluster.source.host, namespace), EXIT.done);
    const again = await run(site, unasked);
    assertExit(again, EXIT.done);
    assertSays(again, 'stderr', 'Nothing to do');
    assertSays(await finish(site.cluster.source.host, namespace), 'stderr', 'Nothing to do');
  });

  it('of a part of a registry keeps the login with which others pull from the rest, and names them', async () => {
    const namespace = await site.makeNamespace('part', { login: sourceLogin(site.cluster) });
    const [web, other] = await Promise.all([
      site.push({ repository: 'a/web', tag: '1' }),
      site.push({ repository: 'b/other', tag: '1' }),
    ]);
    const place = { namespace, pullSecrets: ['login'], pullPolicy: 'Always' } as const;
    await site.start(
      deployment({ ...place, name: 'web', containers: { app: web.reference } }),
      deployment({ ...place, name: 'other', containers: { app: other.reference } }),
    );
    const part = `${site.cluster.source.host}/${site.prefix}/a`;
    assertExit(await migrate(site, [], { from: [part], namespaces: namespace }), EXIT.done);
    const outcome = await finish(part, namespace);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', `Deployment ${namespace}/other pulls ${other.reference} with it`);
    await pullsAgain(namespace, 'other');
  });

  it('keeps the login of a host that is source and target', async () => {
    const { target } = site.cluster;
    const namespace = await site.makeNamespace('same', { login: { [target.host]: target } });
    const repository = `${site.prefix}/old/web`;
    const web = await pushImage(target, { repository, tag: '1', base: site.cluster.baseLayer ?? false });
    const containers = { app: web.reference };
    const place = { namespace, pullSecrets: ['login'], pullPolicy: 'Always' } as const;
    await site.start(deployment({ ...place, name: 'web', containers }));
    const [from, to] = ['old', 'new'].map((part) => `${target.host}/${site.prefix}/${part}`);
    const options = { from: [from ?? ''], to: to ?? '', namespaces: namespace };
    assertExit(await migrate(site, [], options), EXIT.done);
    assertExit(await finish(from ?? '', namespace), EXIT.partly);
    await pullsAgain(namespace, 'web');
  });

  it('takes logins out of a Secret of the older form too', async () => {
    const { source } = site.cluster;
    const namespace = await site.makeNamespace('legacy', { login: sourceLogin(site.cluster) });
    const image = await site.push({ repository: 'legacy', tag: '1' });
    const containers = { app: image.reference };
    await site.start(deployment({ namespace, name: 'web', pullSecrets: ['login'], containers }));
    const { auths } = JSON.parse(dockerConfig({ [source.host]: source })) as { readonly auths: object };
    const legacy = {
      metadata: { namespace, name: 'legacy' },
      type: 'kubernetes.io/dockercfg',
      stringData: { '.dockercfg': JSON.stringify(auths) },
    };
    await site.apply(buildable(SECRETS, legacy));
    assertExit(await migrate(site, [], { namespaces: namespace }), EXIT.done);
    assertExit(await finish(source.host, namespace), EXIT.done);
    const [left, login] = await Promise.all(
      ['legacy', 'login'].map(async (name) => site.api.get(SECRETS, { namespace, name })),
    );
    assert.deepEqual(decoded(left?.data?.['.dockercfg']), {});
    assert.deepEqual(decoded(login?.data?.['.dockerconfigjson']), { auths: {} });
  });

  it('of another source keeps the backup of a Secret, with which a rollback restores it', async () => {
    const login = { login: sourceLogin(site.cluster) };
    const [one, two, legacy] = [
      await site.makeNamespace('one', login),
      await site.makeNamespace('two', login),
      await site.makeNamespace('controller', login),
    ];
    for (const namespace of [one, two]) {
      const image = await site.push({ repository: `${namespace}/web`, tag: '1' });
      const containers = { app: image.reference };
      await site.start(deployment({ namespace, name: 'web', pullSecrets: ['login'], containers }));
    }
    const partOf = (namespace: string) => `${site.cluster.source.host}/${site.prefix}/${namespace}`;
    const contents = async () => (await site.api.get(SECRETS, { namespace: legacy, name: 'login' }))?.data;
    const before = await contents();
    const extending = ['--registry-secret', `${legacy}/login`];
    assertExit(await migrate(site, extending, { from: [partOf(one)], namespaces: one }), EXIT.done);
    assert.notDeepEqual(await contents(), before);
    assertExit(await migrate(site, [], { from: [partOf(two)], namespaces: two }), EXIT.done);
    assertExit(await finish(partOf(two), `${site.prefix}-*`), EXIT.partly);
    await rollback(site);
    assert.deepEqual(await contents(), before);
  });

  async function finish(from: string, namespace: string): Promise<Outcome> {
    const home = ['--copy-namespace', site.copyNamespace];
    return run(site, ['finish', '--yes', '--from', from, '--namespace', namespace, ...home]);
  }

  /** Its pods are deleted, and new ones get their image from the registry. */
  async function pullsAgain(namespace: string, name: string): Promise<void> {
    const before = await podsOf(namespace, name);
    await Promise.all(before.map(async (pod) => site.api.delete(PODS, { namespace, name: pod })));
    await until(`new pods of ${name}`, 60, async () => {
      const now = await podsOf(namespace, name);
      const found = await site.api.get(DEPLOYMENTS, { namespace, name });
      const isNew = now.length > 0 && now.every((pod) => !before.includes(pod));
      return isNew && found?.status?.readyReplicas === now.length ? true : undefined;
    });
  }

  async function podsOf(namespace: string, app: string): Promise<string[]> {
    const pods = await site.api.list(PODS, namespace);
    return pods.flatMap(({ metadata }) => (metadata?.labels?.app === app ? (metadata.name ?? []) : []));
  }
});

function decoded(data: string | undefined): unknown {
  return JSON.parse(Buffer.from(data ?? '', 'base64').toString());
}
