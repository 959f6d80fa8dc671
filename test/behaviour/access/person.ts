/** Somebody who has exactly the roles that `rbac` prints, and nothing else. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { connectToCluster } from '../../support/kube-connection.ts';
import { until } from '../../cluster/deadline.ts';
import type { ApiObject } from '../harness/kinds.ts';
import { nameOf } from '../harness/kube-api.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { run } from '../harness/product.ts';
import type { Site } from '../harness/site.ts';
import type { Attributes, Role } from './roles.ts';
import { ROLE_KINDS } from './roles.ts';

export interface Person extends AsyncDisposable {
  /** A kubeconfig file with a token of the person's. */
  readonly kubeconfig: string;
  /** The roles that are bound to the person. */
  readonly roles: readonly Role[];
  /** Waits until the API server has taken note of a change of the roles. */
  untilAllowed(attributes: Attributes, allowed: boolean): Promise<void>;
}

/** A service account, bound to the roles that `rbac` prints with these flags as kubectl applies them. */
export async function makePerson(
  site: Site,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  flags: readonly string[],
): Promise<Person> {
  const rbac = ['rbac', '--name', `${site.prefix}-${name}`, '--service-account', `${namespace}/${name}`];
  const manifests = await run(site, [...rbac, ...flags]);
  assertExit(manifests, EXIT.done);
  await kubectl(site, ['create', 'serviceaccount', name, '-n', namespace]);
  await kubectl(site, ['apply', '--validate=strict', '-f', '-'], manifests.stdout);
  const list = await run(site, [...rbac, ...flags, '-o', 'json']);
  const { items } = JSON.parse(list.stdout) as { items: ApiObject[] };
  const folder = mkdtempSync(path.join(tmpdir(), 'registry-switch-person-'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  const token = await kubectl(site, ['create', 'token', name, '-n', namespace, '--duration', '1h']);
  const config = JSON.parse(await kubectl(site, ['config', 'view', '--raw', '--minify', '-o', 'json'])) as {
    users: { user: unknown }[];
  };
  const users = config.users.map((user) => ({ ...user, user: { token: token.trim() } }));
  writeFileSync(kubeconfig, JSON.stringify({ ...config, users }), { mode: 0o600 });
  const connection = await connectToCluster(kubeconfig);
  return {
    kubeconfig,
    roles: boundRoles(items),
    untilAllowed: async (attributes, allowed) => {
      const what = `${attributes.verb} ${attributes.resource} ${allowed ? 'allowed' : 'denied'}`;
      await until(what, 10, async () => {
        const [resource, subresource] = attributes.resource.split('/');
        const answer = await connection.send({
          method: 'POST',
          path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ spec: { resourceAttributes: { ...attributes, resource, subresource } } }),
        });
        const { status } = JSON.parse(await text(answer)) as { status: { allowed: boolean } };
        return status.allowed === allowed ? true : undefined;
      });
    },
    [Symbol.asyncDispose]: async () => {
      connection[Symbol.dispose]();
      rmSync(folder, { recursive: true });
      // Those of a namespace go with it.
      const cluster = items.filter(({ metadata }) => metadata?.namespace === undefined);
      await Promise.all(cluster.map(async (item) => deleteClusterWide(site, item)));
    },
  };
}

/** Without those that are only printed beside. */
function boundRoles(items: readonly ApiObject[]): Role[] {
  const bound = new Set(
    items.flatMap((item) => (item.kind?.endsWith('Binding') === true ? [item.metadata?.name] : [])),
  );
  const kinds = new Set(ROLE_KINDS.map(({ kind }) => kind));
  return items.filter((item): item is Role => kinds.has(item.kind ?? '') && bound.has(item.metadata?.name));
}

async function deleteClusterWide(site: Site, item: ApiObject): Promise<void> {
  const { apiVersion = '', kind = '' } = item;
  if (!kind.startsWith('ClusterRole')) return;
  const plural = `${kind.toLowerCase()}s`;
  await site.api.delete({ apiVersion, kind, plural, namespaced: false }, nameOf(item));
}

async function kubectl(site: Site, args: readonly string[], input = ''): Promise<string> {
  const child = spawn('kubectl', ['--kubeconfig', site.cluster.kubeconfig, ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  assert.equal(code, 0, `kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}
