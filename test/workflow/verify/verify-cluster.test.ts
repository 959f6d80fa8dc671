import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import {
  DEPLOYMENTS,
  type Resource,
  SECRETS,
  SERVICE_ACCOUNTS,
} from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { conclusionOf, countedFindings, type Findings } from '../../../src/domain/verify/findings.ts';
import { verifyCluster } from '../../../src/workflow/verify/verify-cluster.ts';
import { anObject } from '../../support/builders/object.ts';
import { SCALED_JOBS } from '../../support/builders/resources.ts';
import { pullSecret, secret, serviceAccount } from '../../support/builders/secrets.ts';
import { deployment, job } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

interface Circumstances {
  /** What may not be listed. */
  readonly forbidden?: Resource;
  /** What may not be read one by one. */
  readonly unreadable?: Resource;
  readonly from?: string;
}

async function verify(
  objects: readonly KubernetesObject[],
  { forbidden, unreadable, from = 'old.example' }: Circumstances = {},
): Promise<Findings> {
  const cluster = new InMemoryCluster(objects);
  if (unreadable !== undefined) cluster.refuse('get', unreadable, 'forbidden');
  if (forbidden !== undefined) cluster.refuse('list', forbidden, 'forbidden');
  const request = {
    from: [from],
    isSource: namedSources([from]),
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: [],
    includeFinished: false,
  };
  return verifyCluster(cluster, request, recordedWork());
}

describe('verifyCluster', () => {
  it('gives no all-clear where owners of completed pods could not be read', async () => {
    const owner = anObject(SCALED_JOBS, { name: 'scaled' }, { spec: {} });
    const status = { conditions: [{ type: 'Complete', status: 'True' }] };
    const ended = job({ owner, image: 'old.example/a:1', status });
    const result = await verify([owner, ended], { unreadable: SCALED_JOBS });
    assert.equal(countedFindings(result).length, 0);
    assert.match(conclusionOf(result), /not searched: some owners of completed pods/);
    assert.equal(countedFindings(await verify([owner, ended])).length, 1);
  });

  it('finds templates, pull Secrets and the service accounts that name them', async () => {
    const result = await verify([
      deployment({ image: 'old.example/a:1' }),
      pullSecret({ name: 'old' }, { 'https://old.example/v1/': 'a:b', 'new.example': 'a:b' }),
      pullSecret({ name: 'new' }, { 'new.example': 'a:b' }),
      serviceAccount({ name: 'robot' }, ['new', 'old']),
      serviceAccount({ name: 'other' }, ['new']),
      serviceAccount({ name: 'elsewhere', namespace: 'bank' }, ['old']),
    ]);
    assert.deepEqual(
      result.findings.map(({ kind, object, references, counted }) => [
        kind,
        object.name,
        references,
        counted,
      ]),
      [
        ['template', 'web', ['old.example/a:1'], true],
        ['pull-secret', 'old', ['https://old.example/v1/'], false],
        ['service-account', 'robot', ['old'], false],
      ],
    );
    assert.equal(countedFindings(result).length, 1);
  });

  const keys: readonly [key: string, from: string, found: boolean][] = [
    ['old.example', 'old.example', true],
    ['old.example/team', 'old.example', true],
    ['old.example/team', 'old.example/team', true],
    ['old.example:5000', 'old.example', false],
    ['https://old.example/v2/', 'old.example', true],
    ['https://index.docker.io/v1/', 'docker.io', true],
    ['older.example', 'old.example', false],
    ['*.example', 'old.example', true],
    ['*.example/team', 'old.example/team', true],
    ['*.example', 'old.other', false],
    ['*.example', 'old.eu.example', false],
    ['old.example', 'old.example/team', true],
    ['old.example/team/app', 'old.example/team', true],
    ['old.example/te', 'old.example/team', true],
    ['old.example/team', 'old.example/other', false],
    ['old.example:5000/team', 'old.example:5000', true],
    ['index.docker.io', 'docker.io/library', true],
    ['https://registry-1.docker.io/v2/', 'docker.io', true],
    ['not an address', 'old.example', false],
  ];
  for (const [key, from, found] of keys) {
    it(`${found ? 'finds' : 'does not find'} a login for ${key} when it looks for ${from}`, async () => {
      const { findings } = await verify([pullSecret({ name: 'x' }, { [key]: 'a:b' })], { from });
      assert.deepEqual(
        findings.map(({ references }) => references),
        found ? [[key]] : [],
      );
    });
  }

  it('finds logins in Secrets of the older form', async () => {
    const entry = { 'old.example': { username: 'a', password: 'b', auth: 'YTpi' } };
    const legacy = secret(
      { name: 'x', type: 'kubernetes.io/dockercfg' },
      { '.dockercfg': JSON.stringify(entry) },
    );
    const { findings } = await verify([legacy]);
    assert.deepEqual(
      findings.map(({ kind, references }) => [kind, references]),
      [['pull-secret', ['old.example']]],
    );
  });

  it('says what it could not see', async () => {
    const objects = [
      deployment({ image: 'old.example/a:1' }),
      pullSecret({ name: 'old' }, { 'old.example': 'a:b' }),
    ];
    for (const [forbidden, name] of [
      [SECRETS, 'pull Secrets'],
      [SERVICE_ACCOUNTS, 'service accounts'],
    ] as const) {
      const { warnings, findings, unseen } = await verify(objects, { forbidden });
      assert.deepEqual(unseen, [name]);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', new RegExp(`^no permission to list ${forbidden.plural}`));
      assert.equal(findings[0]?.object.resource, DEPLOYMENTS);
    }
  });

  it('bears Secrets that nobody can read', async () => {
    const damaged = secret(
      { name: 'x', type: 'kubernetes.io/dockerconfigjson' },
      { '.dockerconfigjson': '{' },
    );
    const empty = secret({ name: 'y', type: 'kubernetes.io/dockerconfigjson' }, {});
    assert.deepEqual((await verify([damaged, empty])).findings, []);
  });
});
