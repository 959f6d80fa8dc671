/** A pod of the copy sees the logins of its own images, and cannot read those of the others. */
import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { until } from '../../cluster/deadline.ts';
import { deployment } from '../builders/deployment.ts';
import { namespace as namespaceObject } from '../builders/namespace.ts';
import { collectionPath, JOBS, type ApiObject, type Kind, PODS, SECRETS } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { passwordTraces } from '../harness/password-traces.ts';
import { jobFlags, move } from '../harness/product.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

/** Everything that a pod of the other shard would find in its own folder, by every way that may lead there. */
const LOOK = ['config.json', ...[0, 1].flatMap((shard) => [`${shard}-config.json`, `${shard}/config.json`])]
  .flatMap((file) => [file, `..data/${file}`, `../${file}`])
  .map((file) => `cat /config/${file}`)
  .join('; ');

interface PrintedJob extends ApiObject {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly [Readonly<Record<string, unknown>>] };
    };
  };
}

describe('the pods of a copy with two shards', () => {
  let site: Site;
  /** What each pod printed, the one with the login of the source first. */
  let logs: readonly string[];

  before(async () => {
    site = await openSite('shards');
    const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const secured = await site.push({ repository: 'secured', tag: '1' });
    const open = await site.pushElsewhere({ repository: 'open', tag: '1' });
    const place = { namespace, pullSecrets: ['source-login'] };
    await site.start(
      deployment({ ...place, name: 'secured', containers: { app: secured.reference } }),
      deployment({ ...place, name: 'open', containers: { app: open.reference } }),
    );
    const { source, plain } = site.cluster;
    const printed = await move(site, ['copy', '-o', 'yaml', '--parallelism', '2', ...jobFlags(site)], {
      from: [source.host, plain.host],
    });
    assertExit(printed, EXIT.done);
    const looked = await lookInside(printed.stdout);
    logs = looked.toSorted((a, b) => Number(b.includes(source.host)) - Number(a.includes(source.host)));
  });

  after(async () => site[Symbol.asyncDispose]());

  it('are two, and each finds the login of the target', () => {
    assert.equal(logs.length, 2);
    for (const log of logs) assert.notDeepEqual(passwordTraces(log, site.cluster.target), []);
  });

  it('share no login of the source: only the one that copies from there finds it', () => {
    const [secured = '', open = ''] = logs;
    assert.notDeepEqual(passwordTraces(secured, site.cluster.source), []);
    assert.deepEqual(passwordTraces(open, site.cluster.source), []);
    assert.ok(!open.includes(site.cluster.source.host), open);
  });

  /** Runs the very pods of the copy with a shell in the place of the engine; what each printed. */
  async function lookInside(manifests: string): Promise<string[]> {
    const shell = await site.pushElsewhere({ repository: 'shell', tag: '1' });
    await site.define(
      namespaceObject(site.copyNamespace, { 'pod-security.kubernetes.io/enforce': 'restricted' }),
    );
    for (const document of parseAllDocuments(manifests)) {
      const object = document.toJS() as ApiObject;
      const isJob = object.kind === 'Job';
      const kind: Kind<ApiObject> = isJob ? JOBS : SECRETS;
      await site.api.apply(kind, isJob ? withShell(object as PrintedJob, shell.reference) : object);
    }
    return until('both pods have ended', 120, async () => {
      const pods = await site.api.list(PODS, site.copyNamespace);
      const ended = pods.filter(({ status }) => ['Succeeded', 'Failed'].includes(status?.phase ?? ''));
      return ended.length === 2 ? Promise.all(ended.map(async (pod) => logOf(pod))) : undefined;
    });
  }

  function withShell({ spec, ...job }: PrintedJob, image: string): ApiObject {
    const [container] = spec.template.spec.containers;
    const command = ['/bin/sh', '-c', `${LOOK}; exit 0`];
    const containers = [{ ...container, image, command, args: [] }];
    const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
    return { ...job, ...({ spec: { ...spec, template } } as object) };
  }

  async function logOf({ metadata }: ApiObject): Promise<string> {
    const path = `${collectionPath(PODS, site.copyNamespace)}/${metadata?.name ?? ''}/log`;
    return (await site.api.request(path)).text();
  }
});
