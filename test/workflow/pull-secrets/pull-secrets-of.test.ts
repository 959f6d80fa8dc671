import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS, SERVICE_ACCOUNTS } from '../../../src/domain/kubernetes/resource.ts';
import {
  effectiveSecrets,
  type PullSecrets,
  pullSecretsOf,
} from '../../../src/workflow/pull-secrets/pull-secrets-of.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { pullSecret, secret, serviceAccount } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const web = deployment({ serviceAccount: 'robot' });
const db = deployment({ name: 'db', pullSecrets: ['own'], serviceAccount: 'robot' });

async function read(
  objects: readonly KubernetesObject[],
  cluster = new InMemoryCluster(objects),
): Promise<PullSecrets> {
  return pullSecretsOf(cluster, inventoryOf([web, db]).workloads, new AbortController().signal);
}

describe('pullSecretsOf', () => {
  const robot = serviceAccount({ name: 'robot' }, ['inherited']);

  it('reads the Secrets of templates and of service accounts', async () => {
    const inherited = pullSecret({ name: 'inherited' }, { 'old.example': 'me:pw' });
    const legacy = secret(
      { name: 'own', type: 'kubernetes.io/dockercfg' },
      {
        '.dockercfg': JSON.stringify({ 'old.example': { username: 'you', password: 'pw2' } }),
      },
    );
    const { serviceAccounts, entries, warnings } = await read([robot, inherited, legacy]);
    assert.deepEqual(Object.fromEntries(serviceAccounts), { 'shop/robot': ['inherited'] });
    assert.deepEqual(Object.fromEntries(entries), {
      'shop/inherited': [
        { key: 'old.example', credential: { kind: 'basic', username: 'me', password: 'pw' } },
      ],
      'shop/own': [{ key: 'old.example', credential: { kind: 'basic', username: 'you', password: 'pw2' } }],
    });
    assert.deepEqual(warnings, []);
  });

  it('bears what is not there', async () => {
    const { serviceAccounts, entries, warnings } = await read([]);
    assert.deepEqual([serviceAccounts.get('shop/robot'), entries.get('shop/own'), warnings], [[], [], []]);
  });

  it('warns of a Secret that nobody can read, without a word of it', async () => {
    const damaged = secret({ name: 'own' }, { '.dockerconfigjson': '{"auths": {"old.example": s3cret' });
    const { warnings } = await read([robot, damaged]);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^Secret shop\/own/);
    assert.doesNotMatch(warnings[0] ?? '', /s3cret/);
  });

  it('passes over what can be no name, with a warning, and asks nobody for it', async () => {
    const names = ['..', 'a/../own', '%', 'x'.repeat(40_000)];
    const odd = deployment({ pullSecrets: [...names, 'own'], serviceAccount: '../robot' });
    const own = pullSecret({ name: 'own' }, { 'old.example': 'me:pw' });
    const { entries, warnings } = await pullSecretsOf(
      new InMemoryCluster([own]),
      inventoryOf([odd]).workloads,
      new AbortController().signal,
    );
    assert.equal(entries.get('shop/own')?.length, 1);
    assert.deepEqual(
      names.map((name) => entries.get(`shop/${name}`)),
      [[], [], [], []],
    );
    assert.equal(warnings.length, 5);
    assert.equal(warnings[1], 'Secret shop/.. is not a valid name: skipped');
    assert.ok(warnings.every((warning) => warning.length < 200));
  });

  it('passes over what the API server takes for no name', async () => {
    const cluster = new InMemoryCluster([robot]);
    cluster.refuse('get', SECRETS, 'invalid');
    assert.deepEqual((await read([], cluster)).warnings.length, 2);
  });

  it('warns of what it may not read', async () => {
    const cluster = new InMemoryCluster([robot]);
    cluster.refuse('get', SECRETS, 'forbidden');
    cluster.refuse('get', SERVICE_ACCOUNTS, 'forbidden');
    assert.deepEqual((await read([], cluster)).warnings, [
      'no permission to read service account shop/robot: its logins are unknown',
      'no permission to read Secret shop/own: its logins are unknown',
    ]);
  });
});

describe('effectiveSecrets', () => {
  const accounts = new Map([['shop/robot', ['inherited']]]);

  it("are the service account's only where the template names none, as to the kubelet", () => {
    const workloads = inventoryOf([web, db, deployment({ name: 'plain' })]).workloads;
    assert.deepEqual(
      workloads.map((workload) => effectiveSecrets(workload, accounts)),
      [['shop/inherited'], ['shop/own'], []],
    );
  });
});
