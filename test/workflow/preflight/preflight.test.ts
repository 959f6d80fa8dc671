import assert from 'node:assert/strict';
import { copyEngine } from '../../../src/cli/copy-options.ts';
import { RegistryError } from '../../../src/domain/errors.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { describePermission, type Permission } from '../../../src/domain/permissions/permission.ts';
import type { Preparation } from '../../../src/workflow/plan/prepare-plan.ts';
import { isReady, preflight, type PreflightReport } from '../../../src/workflow/preflight/preflight.ts';
import { plannedChange, planWith } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { fakeRegistries } from '../../support/fake-registries.ts';
import { genericProfile } from '../../../src/profiles/generic.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const REACH = {
  scope: { namespaces: [], excludeNamespaces: [] },
  customImages: [],
  stateNamespace: 'registry-switch',
  profile: genericProfile('a test'),
};
const engine = await copyEngine();
const copyOptions = {
  namespace: 'registry-switch',
  name: 'copy',
  image: parseImageReference(engine.defaultImage),
  parallelism: 1,
  ...{ nodeSelector: {}, tolerations: [], requests: {}, limits: {}, pullSecrets: [], labels: {} },
};

/** Plans the move of Deployment shop/web. */
async function prepare(): Promise<Preparation> {
  const plan = planWith([plannedChange(deployment())]);
  const accessFor = () => ({ connection: { tls: 'enabled' as const }, credentials: [] });
  const logins = { ownersToRestore: [], pushLogins: () => [], pullLogins: [] };
  const pullDoubt = async () => Promise.resolve(undefined);
  const registries = fakeRegistries({});
  return Promise.resolve({
    plan,
    copyRegistries: registries,
    lookupRegistries: registries,
    accessFor,
    pullDoubt,
    ...logins,
  });
}

async function look(permits: (permission: Permission) => boolean): Promise<PreflightReport> {
  const cluster = new InMemoryCluster();
  cluster.permits = permits;
  return preflight(cluster, REACH, recordedWork());
}

async function moving(
  permits: (permission: Permission) => boolean,
  prepared = prepare,
): Promise<PreflightReport> {
  const cluster = new InMemoryCluster();
  cluster.permits = permits;
  const pin = async () => Promise.resolve(copyOptions);
  const move = { prepare: prepared, pin, pullSecretName: 'target', engine, copyOptions };
  return preflight(cluster, { ...REACH, move }, recordedWork());
}

function missing({ permissions }: PreflightReport): string[] {
  return permissions.filter(({ allowed }) => !allowed).map(describePermission);
}

describe('preflight', () => {
  it('asks only for reading where no move is meant', async () => {
    const { permissions } = await look(() => true);
    assert.deepEqual([...new Set(permissions.map(({ verb }) => verb))].toSorted(), ['get', 'list']);
  });

  it('asks for what the plan changes, not for what it leaves alone', async () => {
    const { permissions } = await moving(() => true);
    const patches = permissions.filter(({ verb, namespace }) => verb === 'patch' && namespace === 'shop');
    assert.deepEqual(patches.map(describePermission), [
      'patch deployments.apps',
      'patch leases.coordination.k8s.io registry-switch',
    ]);
  });

  it('names one missing permission, and is not ready', async () => {
    const report = await moving(({ verb, resource }) => !(verb === 'patch' && resource === 'deployments'));
    assert.deepEqual(missing(report), ['patch deployments.apps']);
    assert.equal(isReady(report), false);
  });

  it('names also what can be done without', async () => {
    const report = await moving(({ resource }) => resource !== 'nodes');
    assert.deepEqual(missing(report), ['list nodes']);
    assert.equal(isReady(report), false);
  });

  it('makes no plan where not everything can be listed, and names all that any plan may need', async () => {
    const report = await moving(
      ({ verb }) => verb !== 'list' && verb !== 'patch',
      async () => Promise.reject(new Error('planned all the same')),
    );
    const named = new Set(missing(report));
    assert.ok(
      named.has('list pods') && named.has('patch cronjobs.batch') && named.has('patch secrets target'),
    );
    assert.match(report.warnings.join(), /not everything can be listed/);
  });

  it('tells of a target that refuses, and of the permissions all the same', async () => {
    const refused = new RegistryError('unauthorized', 'new.example', 'who are you?');
    const report = await moving(
      ({ resource }) => resource !== 'nodes',
      async () => Promise.reject(refused),
    );
    assert.deepEqual(report.checks, [
      { what: 'platform', state: 'passed', message: 'generic: a test' },
      { what: 'login at new.example', state: 'failed', message: 'who are you?' },
    ]);
    assert.deepEqual(missing(report), ['list nodes']);
    assert.equal(isReady(report), false);
  });

  it('is ready when nothing is missing', async () => {
    assert.equal(isReady(await moving(() => true)), true);
  });
});
