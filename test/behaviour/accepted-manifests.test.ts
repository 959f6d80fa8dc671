/** What the product creates is accepted by the strictest cluster: no unknown field, Pod Security `restricted`. */
import assert from 'node:assert/strict';
import { parseAllDocuments, stringify } from 'yaml';
import { deployment } from './builders/deployment.ts';
import { namespace as namespaceObject } from './builders/namespace.ts';
import { pod } from './builders/pod.ts';
import { startApiProxy, type SeenWrite } from './harness/api-proxy.ts';
import { ApiError } from './harness/kube-api.ts';
import { assertExit, EXIT } from './harness/outcome.ts';
import { jobFlags, migrate, move, rollback } from './harness/product.ts';
import { runProduct } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';
import { itWithKubectl } from './harness/with-kubectl.ts';

const RESTRICTED = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};

describe('everything that the product creates', () => {
  let site: Site;
  let namespace: string;
  let web: SourceImage;

  before(async () => {
    site = await openSite('strict');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
    await site.define(namespaceObject(site.copyNamespace, RESTRICTED));
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is put in a namespace that lets no ordinary pod in, so that the proof is one', async () => {
    const ordinary = pod({
      namespace: site.copyNamespace,
      name: 'ordinary',
      containers: { app: web.reference },
    });
    await assert.rejects(site.apply(ordinary), (error) => error instanceof ApiError && error.status === 403);
  });

  itWithKubectl(
    'by copy -o yaml is accepted by kubectl apply --validate=strict without a warning, pods too',
    async () => {
      const printed = await move(site, ['copy', '-o', 'yaml', ...jobFlags(site)]);
      assertExit(printed, EXIT.done);
      const objects = parseAllDocuments(printed.stdout).map((document) => document.toJS() as Manifest);
      assert.deepEqual(
        objects.map(({ kind }) => kind),
        ['Secret', 'Job'],
      );
      const pods = objects.flatMap(({ metadata, spec }) =>
        spec === undefined ? [] : [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: spec.template.spec }],
      );
      const documents = [...objects, ...pods].map((object) => stringify(object)).join('---\n');
      const args = ['apply', '--dry-run=server', '--validate=strict', '-f', '-'];
      const env = { KUBECONFIG: site.cluster.kubeconfig };
      const applied = await runProduct(args, { command: ['kubectl'], env, input: documents });
      assertExit(applied, EXIT.done);
      assert.equal(applied.stderr, '');
    },
  );

  it('by migrate and rollback is accepted with fieldValidation=Strict without a warning', async () => {
    await using proxy = await startApiProxy(site.api, { strict: true });
    assertExit(await migrate(site, ['--server', proxy.url]), EXIT.done);
    assertExit(await rollback(site, ['--server', proxy.url]), EXIT.done);
    assertAccepted(proxy.writes.filter(({ method }) => method !== 'DELETE'));
    const created = proxy.writes
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path.split('/').at(-1));
    const expected = ['configmaps', 'jobs', 'leases', 'leases', 'secrets', 'secrets'];
    assert.deepEqual(created.toSorted(), expected);
  });
});

interface Manifest {
  readonly kind: string;
  readonly metadata: object;
  readonly spec?: { readonly template: { readonly spec: object } };
}

function assertAccepted(writes: readonly SeenWrite[]): void {
  const troubled = writes
    .filter(({ status = 0, warning }) => status >= 300 || warning !== undefined)
    .filter((write) => !wasFaster(write));
  assert.deepEqual(
    troubled.map(({ method, path, status, warning }) => ({ method, path, status, warning })),
    [],
  );
}

/** A controller has written the status since the object was read: it is read and patched again. */
function wasFaster({ method, status, body, warning }: SeenWrite): boolean {
  const isTested = body.includes('"path":"/metadata/resourceVersion"');
  return method === 'PATCH' && status === 422 && isTested && warning === undefined;
}
