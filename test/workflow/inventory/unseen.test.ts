import assert from 'node:assert/strict';
import type { Scope } from '../../../src/domain/inventory/scope.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { ContainerSpec } from '../../../src/domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import { conclusionOf, type Findings } from '../../../src/domain/verify/findings.ts';
import { verifyCluster } from '../../../src/workflow/verify/verify-cluster.ts';
import { anObject } from '../../support/builders/object.ts';
import { deployment, replicaSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { prepare } from '../plan/planning.ts';

const IMAGE = 'new.example/web:1';
const FIND = mentionFinder(namedPlaces(['old.example']));
/** For a plan. */
const LOOKING = { request: { findMentions: FIND } };
const SOLVER = { image: 'old.example/solver:1' };

function configMap(
  name: string,
  labels: Record<string, string> = {},
  data: object = SOLVER,
): KubernetesObject {
  return anObject(CONFIG_MAPS, { name, labels }, { data });
}

function fromSecret(name: string, key = 'x'): Partial<ContainerSpec> {
  return { env: [{ name, valueFrom: { secretKeyRef: { name: 'secret', key } } }] };
}

async function verify(cluster: InMemoryCluster, scope: Partial<Scope> = {}): Promise<Findings> {
  const from = ['old.example'];
  const request = {
    from,
    isSource: namedSources(from),
    scope: { namespaces: [], excludeNamespaces: [], ...scope },
    customImages: [],
    findMentions: FIND,
    includeFinished: false,
  };
  return verifyCluster(cluster, request, recordedWork());
}

describe('environment from Secrets', () => {
  const environments: readonly [what: string, told: boolean, container: Partial<ContainerSpec>][] = [
    ['a variable that is called an image', true, fromSecret('RELATED_IMAGE_SOLVER')],
    ['a key that is called a registry', true, fromSecret('SOLVER', 'registry.host')],
    ['a repo', true, fromSecret('CHART_REPO')],
    ['a password', false, fromSecret('DB_PASSWORD')],
    ['a password of a registry', false, fromSecret('REGISTRY_PASSWORD')],
    ['a report', false, fromSecret('REPORT')],
    ['a ConfigMap', false, { envFrom: [{ configMapRef: { name: 'all' } }] }],
  ];
  for (const [what, told, container] of environments) {
    it(`${told ? 'forbids' : 'is in the way of no'} all-clear: ${what}`, async () => {
      const web = deployment({ image: IMAGE, container });
      const past = replicaSet({ name: 'past', image: IMAGE, container, owner: web, replicas: 0 });
      const found = await verify(new InMemoryCluster([web, past]));
      assert.deepEqual(found.unseen, told ? ['environment from Secrets (1 workload)'] : []);
      assert.equal(conclusionOf(found).startsWith('Nothing'), !told);
    });
  }

  it('is named by the plan', async () => {
    const web = deployment({ image: 'old.example/a:1', container: fromSecret('IMAGE') });
    const { plan } = await prepare([web], LOOKING);
    assert.match(plan.warnings.join('\n'), /^not searched, .*: environment from Secrets \(1 workload\)$/m);
  });
});

describe('a ConfigMap that no workload names', () => {
  const UNSEEN = ['controllers that may read ConfigMaps which no workload references (shop/stray)'];

  it('forbids an all-clear if it names the source, unless it is ours', async () => {
    const ours = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' };
    const cluster = new InMemoryCluster([
      deployment({ image: IMAGE }),
      configMap('stray'),
      configMap('other', {}, { image: 'other.example/x:1' }),
      configMap('empty', {}, {}),
      configMap('ours', ours),
    ]);
    const found = await verify(cluster);
    assert.deepEqual(found.unseen, UNSEEN);
    assert.doesNotMatch(conclusionOf(found), /Nothing/);
  });

  it('is listed with its references however many there are, and not counted', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const cluster = new InMemoryCluster([
      deployment({ image: IMAGE }),
      ...names.map((name) => configMap(name, {}, { ...SOLVER, registry: 'old.example/' })),
    ]);
    const found = await verify(cluster);
    assert.deepEqual(
      found.findings.map(({ kind, object, place, references, counted }) => [
        ...[kind, object.name, place, references.join(), counted],
      ]),
      names.flatMap((name) => [
        ['mention', name, 'data.image', SOLVER.image, false],
        ['mention', name, 'data.registry', 'old.example/', false],
      ]),
    );
    assert.match(found.findings[0]?.note ?? '', /no workload references it/);
    assert.match(found.unseen.join(), /\(shop\/a, shop\/b, shop\/c and 2 more\)/);
  });

  it('is none where one of the past names it', async () => {
    const owner = deployment({ image: IMAGE });
    const volumes = [{ name: 'v', configMap: { name: 'stray' } }];
    const past = replicaSet({ name: 'past', image: IMAGE, owner, replicas: 0, volumes });
    assert.deepEqual((await verify(new InMemoryCluster([owner, past, configMap('stray')]))).unseen, []);
  });

  it('is not looked for among workloads of some labels', async () => {
    const cluster = new InMemoryCluster([deployment({ image: IMAGE }), configMap('stray')]);
    assert.deepEqual((await verify(cluster, { labelSelector: 'app=web' })).unseen, []);
  });

  it('is unseen where ConfigMaps may not be listed', async () => {
    const cluster = new InMemoryCluster([deployment({ image: IMAGE }), configMap('stray')]);
    cluster.refuse('list', CONFIG_MAPS, 'forbidden');
    assert.deepEqual((await verify(cluster)).unseen, ['ConfigMaps that no workload references']);
  });

  it('is named by the plan', async () => {
    const { plan } = await prepare([deployment({ image: 'old.example/a:1' }), configMap('stray')], LOOKING);
    assert.match(plan.warnings.join('\n'), /^not searched, .*: controllers .* \(shop\/stray\)$/m);
  });
});
