/** What a command names and nobody has: an error with what may have been meant, never silence. */
import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import type { RequiredMatches } from '../../../src/domain/inventory/required-matches.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { CONFIG_MAPS, DEPLOYMENTS, NAMESPACES } from '../../../src/domain/kubernetes/resource.ts';
import { requireFound } from '../../../src/workflow/found/require-found.ts';
import { takeInventory } from '../../../src/workflow/inventory/take-inventory.ts';
import { pruneRuns } from '../../../src/workflow/run/prune-runs.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { aRun } from '../../support/builders/run.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const HOME = 'registry-switch';
const EVERYWHERE = { namespaces: [], excludeNamespaces: [] };
const WEB = deployment({ name: 'web', image: 'old.example/team/web:1' });
const MOVED = deployment({ name: 'web', image: 'new.example/team/web:1' });
const CART = deployment({ name: 'cart', namespace: 'data', image: 'new.example/team/cart:1' });
const PLACES = ['shop', 'data', 'empty', HOME].map(namespace);
const PROMETHEUS = prometheus();

function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

async function look(
  objects: readonly KubernetesObject[],
  matches: Partial<RequiredMatches>,
  prepare: (cluster: InMemoryCluster) => unknown = () => undefined,
): Promise<string[]> {
  const cluster = new InMemoryCluster([...PLACES, ...objects]);
  await prepare(cluster);
  const whole: RequiredMatches = {
    ...{ scope: EVERYWHERE, customImages: [], from: [], rules: [], waveOrder: [] },
    ...{ stateNamespace: HOME, mayBeMissing: false },
    ...matches,
  };
  const work = recordedWork();
  const inventory = await takeInventory(cluster, { ...whole, customImages: [] }, work);
  return requireFound(cluster, whole, inventory, work);
}

async function refused(looking: Promise<string[]>, message: RegExp, nextStep: RegExp): Promise<void> {
  await assert.rejects(looking, (error) => {
    assert.ok(error instanceof UsageError, String(error));
    assert.match(error.message, message);
    assert.match(error.nextStep ?? '', nextStep);
    return true;
  });
}

function within(...namespaces: string[]): Partial<RequiredMatches> {
  return { scope: { namespaces, excludeNamespaces: [] } };
}

describe('namespaces that are named', () => {
  for (const names of [['shop'], ['shop', 'data'], ['sh*'], ['empty'], ['em*']]) {
    it(`are there: ${names.join(', ')}`, async () => {
      assert.deepEqual(await look([WEB, CART], within(...names)), []);
    });
  }

  it('are wrong usage when they are not, with the nearest', async () => {
    await refused(look([WEB], within('shpo')), /namespace "shpo" not found/, /Did you mean shop\?/);
    await refused(look([WEB], within('shop', 'dta')), /namespace "dta" not found/, /Did you mean data\?/);
  });

  it('may be patterns, which must not be like nothing', async () => {
    await refused(
      look([WEB], within('team-*')),
      /no namespace matches "team-\*"/,
      /There are namespaces: data, empty/,
    );
  });

  it('are named to go first, which they can only when they are there', async () => {
    assert.deepEqual(await look([WEB], { waveOrder: ['shop', 'empty'] }), []);
    await refused(look([WEB], { waveOrder: ['shpo'] }), /--wave-order: .*"shpo"/, /Did you mean shop\?/);
  });

  it('are told when they are left out and not there: a list may serve many clusters', async () => {
    const scope = { namespaces: [], excludeNamespaces: ['dta', 'data'] };
    assert.deepEqual(await look([WEB], { scope }), [
      '--exclude-namespace: namespace "dta" not found: Did you mean data?',
    ]);
  });

  it('get no all-clear where nobody may see whether they are there, unless something is found in them', async () => {
    const blind = (cluster: InMemoryCluster): void => {
      cluster.refuse('list', NAMESPACES, 'forbidden');
      cluster.refuse('get', NAMESPACES, 'forbidden');
    };
    assert.deepEqual(await look([WEB], within('shop'), blind), []);
    await refused(look([WEB], within('empty'), blind), /nothing was found in "empty"/, /Check the name/);
    const one = (cluster: InMemoryCluster): void => {
      cluster.refuse('list', NAMESPACES, 'forbidden');
    };
    assert.deepEqual(await look([WEB], within('empty'), one), []);
  });

  it('are only told with --ignore-not-found', async () => {
    assert.deepEqual(await look([WEB], { ...within('shpo'), mayBeMissing: true }), [
      '--namespace: namespace "shpo" not found: Did you mean shop?',
    ]);
  });
});

describe('labels that are named', () => {
  it('have to select something', async () => {
    const scope = { ...EVERYWHERE, labelSelector: 'app=wbe' };
    await refused(look([WEB], { scope }), /no workload has the labels app=wbe/, /--show-labels/);
  });
});

describe('paths of custom resources', () => {
  const at = (...paths: string[]): Partial<RequiredMatches> => ({
    customImages: [{ resourceName: 'prometheuses.monitoring.coreos.com', paths }],
  });

  it('lead to an image', async () => {
    assert.deepEqual(await look([PROMETHEUS], at('{.spec.image}')), []);
  });

  it('are wrong usage when they lead to none, each of them, with the nearest field', async () => {
    const wrong = look([PROMETHEUS], at('{.spec.image}', '{.spec.imgae}'));
    await refused(
      wrong,
      /prometheuses\.monitoring\.coreos\.com=\{\.spec\.imgae\}: no object has an image there/,
      /\{\.spec\.image\}/,
    );
  });

  it('are a warning where there is no object of the kind', async () => {
    const elsewhere = prometheus({ namespace: 'data' });
    const warnings = await look([WEB, elsewhere], { ...at('{.spec.image}'), ...within('shop') });
    assert.deepEqual(warnings, [
      '--image-path: no prometheuses.monitoring.coreos.com found in the searched namespaces',
    ]);
  });
});

describe('sources that are named', () => {
  const RECORD = changeLog([
    {
      run: '20261121-091733-k3x9',
      images: [
        { slot: 'container', name: 'app', from: 'old.example/team/web:1', to: 'new.example/team/web:1' },
      ],
    },
  ]);

  it('are known by what is there', async () => {
    assert.deepEqual(await look([WEB], { from: ['old.example', 'old.example/team'] }), []);
  });

  it('are known by the records of a move', async () => {
    const recorded = deployment({ name: 'web', image: 'new.example/team/web:1', annotations: RECORD });
    assert.deepEqual(await look([recorded], { from: ['old.example'] }), []);
  });

  it('are known by the journals of runs, and by their rules', async () => {
    const run = aRun({ state: 'finished' });
    assert.deepEqual(await look([MOVED, runObject(HOME, run)], { from: ['old.example'] }), []);
  });

  it('are known when the journals are gone: whoever removes those remembers what was moved', async () => {
    const finished = runObject(HOME, aRun({ state: 'finished' }));
    const prune = async (cluster: InMemoryCluster): Promise<void> => {
      const gone = await pruneRuns(cluster, { namespace: HOME, keep: 0 }, recordedWork().signal);
      assert.equal(gone.length, 1);
    };
    assert.deepEqual(await look([MOVED, finished], { from: ['old.example'] }, prune), []);
    const wrong = look([MOVED, finished], { from: ['odl.example'] }, prune);
    await refused(wrong, /odl\.example/, /Did you mean old\.example/);
  });

  it('are known by what is elsewhere in the cluster', async () => {
    const elsewhere = deployment({ name: 'x', namespace: 'data', image: 'old.example/x:1' });
    assert.deepEqual(await look([MOVED, elsewhere], { ...within('shop'), from: ['old.example'] }), []);
  });

  it('are wrong usage when nothing has ever referred to them, each of them, with the nearest', async () => {
    const wrong = look([WEB], { from: ['old.example', 'odl.example'] });
    await refused(wrong, /--from odl\.example: nothing refers to it/, /Did you mean old\.example\?/);
    await refused(look([WEB], { from: ['misspelt.example'] }), /misspelt/, /registries: old\.example/);
    await refused(look([WEB], { from: ['old.example/taem'] }), /taem/, /Did you mean old\.example\/team\?/);
    await refused(look([], { from: ['old.example'] }), /old\.example/, /--ignore-not-found/);
  });

  it('get no all-clear from whoever may not see what was moved', async () => {
    const blind = (cluster: InMemoryCluster): void => {
      cluster.refuse('list', CONFIG_MAPS, 'forbidden');
    };
    const objects = [MOVED, runObject(HOME, aRun({ state: 'finished' }))];
    await refused(
      look(objects, { from: ['old.example'] }, blind),
      /there is no permission to read earlier moves in namespace registry-switch/,
      /--ignore/,
    );
  });

  it('are judged by what may be seen where the rest of the cluster may not', async () => {
    const blind = (cluster: InMemoryCluster): void => {
      const list = cluster.list.bind(cluster);
      cluster.list = (resource, query) => {
        if (resource === DEPLOYMENTS && query.namespace === undefined)
          cluster.refuse('list', DEPLOYMENTS, 'forbidden');
        return list(resource, query);
      };
    };
    await refused(
      look([MOVED], { ...within('shop'), from: ['odl.example'] }, blind),
      /odl\.example/,
      /new\.example/,
    );
  });

  it('are only told where they stand in rules, as a file may serve many clusters, unless none of them is known', async () => {
    const rules = ['odl.example/a'];
    assert.match(
      (await look([WEB], { from: ['old.example'], rules })).join(),
      /^a rule matches nothing: no image comes from odl\.example\/a/,
    );
    await refused(look([WEB], { rules }), /a rule matches nothing/, /registries|Did you mean/);
  });
});
