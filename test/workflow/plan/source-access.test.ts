import assert from 'node:assert/strict';
import { EXIT } from '../../../src/domain/exit.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { pullSecret, serviceAccount } from '../../support/builders/secrets.ts';
import { cronJob, deployment, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { fates } from '../../domain/plan/plan-of.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';
import { basic, type Planning, prepare, printedPlan, TAG } from './planning.ts';

const IMAGE = 'old.example/bank/a:1';
const MOVED = 'new.example/bank/a:1';
const PRIVATE: Planning = {
  doors: { 'old.example': ['bank', 'operator'] },
  shelf: { [IMAGE]: TAG, [`${IMAGE}@${TAG}`]: TAG, [`old.example/bank/a@${TAG}`]: TAG },
};
const login = (namespace: string, user = 'bank:s3cret'): KubernetesObject =>
  pullSecret({ namespace, name: 'login' }, { 'old.example': user });
const theirs = deployment({ namespace: 'bank', name: 'bank', image: IMAGE, pullSecrets: ['login'] });
const evil = deployment({ namespace: 'evil', name: 'evil', image: IMAGE, pullSecrets: ['login'] });
const CUSTOM = { resourceName: `${PROMETHEUSES.plural}.${PROMETHEUSES.group}`, paths: ['{.spec.image}'] };
const source = parseImageReference(`${IMAGE}@${TAG}`);

describe('preparePlan: what opens an image of the source', () => {
  const cases: readonly [string, readonly KubernetesObject[], Planning, Readonly<Record<string, string>>][] =
    [
      ['its own pull Secret', [theirs, login('bank')], {}, { bank: MOVED }],
      [
        'that of its service account',
        [
          deployment({ namespace: 'bank', name: 'bank', image: IMAGE }),
          serviceAccount({ namespace: 'bank', name: 'default' }, ['login']),
          login('bank'),
        ],
        {},
        { bank: MOVED },
      ],
      ['no Secret of another namespace', [theirs, login('bank'), evil], {}, { bank: MOVED, evil: 'closed' }],
      [
        'no login that the source refuses',
        [theirs, login('bank'), evil, login('evil', 'evil:s3cret')],
        {},
        { bank: MOVED, evil: 'closed' },
      ],
      [
        'no Secret of a workload beside it',
        [theirs, login('bank'), cronJob({ namespace: 'bank', name: 'other', image: IMAGE })],
        {},
        { bank: MOVED, other: 'closed' },
      ],
      [
        "no login of the operator's machine",
        [theirs],
        { machine: { 'old.example': [basic('operator')] } },
        { bank: 'closed' },
      ],
      [
        'the operator who opens it by name',
        [theirs],
        { machine: { 'old.example': [basic('operator')] }, request: { open: ['bank/deployment/bank'] } },
        { bank: MOVED },
      ],
      ['a source that is open to all', [theirs], { doors: { 'old.example': ['anybody'] } }, { bank: MOVED }],
      [
        'the Secret of what the operator of a custom resource made of it',
        [
          prometheus({ namespace: 'bank', name: 'bank', image: IMAGE }),
          login('bank'),
          statefulSet({
            namespace: 'bank',
            name: 'made',
            replicas: 0,
            image: IMAGE,
            pullSecrets: ['login'],
            owner: prometheus({ namespace: 'bank', name: 'bank', image: IMAGE }),
          }),
        ],
        { request: { customImages: [CUSTOM] } },
        { bank: MOVED },
      ],
    ];
  for (const [what, objects, more, expected] of cases) {
    it(`is ${what}`, async () => {
      const plan = await printedPlan(objects, { ...PRIVATE, ...more });
      assert.deepEqual(fates(plan), expected);
    });
  }

  describe('is, of what is pinned, what its pods ran', () => {
    const image = `${IMAGE}@${TAG}`;
    const [part, other] = [digestOf('a part'), digestOf('another')];
    const shelf = {
      ...PRIVATE.shelf,
      [image]: {
        digest: TAG,
        manifests: [{ platform: { os: 'linux', architecture: 'amd64' }, digest: part }],
      },
    };
    const machine = { 'old.example': [basic('operator')] };
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', uid: 'n1' } };
    const owner = statefulSet({ namespace: 'bank', name: 'bank', image });
    const runs = (digest: string, nodeName = 'n1'): KubernetesObject =>
      pod({
        namespace: 'bank',
        name: 'bank-0',
        image,
        owner,
        nodeName,
        imageIds: { app: `old.example/bank/a@${digest}` },
      });
    const cases: readonly [string, KubernetesObject, string][] = [
      ['that digest', runs(TAG), `${MOVED}@${TAG}`],
      ['a part of its index', runs(part), `${MOVED}@${TAG}`],
      ['and nothing else', runs(other), 'closed'],
      ['and no status of a node that there is not', runs(TAG, 'nowhere'), 'closed'],
    ];
    for (const [what, running, expected] of cases) {
      it(what, async () => {
        const plan = await printedPlan([node, owner, running], { ...PRIVATE, shelf, machine });
        assert.deepEqual(fates(plan), { bank: expected });
      });
    }
  });

  it('is no Secret of a neighbour that was moved before, which only tells what the image is', async () => {
    const images = [{ slot: 'container', name: 'app', from: IMAGE, to: MOVED, digest: TAG }];
    const objects = [
      deployment({
        ...{ namespace: 'bank', name: 'bank', image: MOVED, pullSecrets: ['login'] },
        annotations: changeLog([{ images }]),
      }),
      login('bank'),
      cronJob({ namespace: 'bank', name: 'other', image: IMAGE }),
    ];
    const planning = { ...PRIVATE, shelf: { ...PRIVATE.shelf, [MOVED]: TAG } };
    assert.deepEqual(fates(await printedPlan(objects, planning)), { other: 'closed' });
    const request = { open: ['bank/cronjob/other'] };
    assert.deepEqual(fates(await printedPlan(objects, { ...planning, request })), { other: MOVED });
  });

  it('is said to be unknown where the Secret may not be read', async () => {
    const cluster = new InMemoryCluster([theirs, login('bank')]);
    cluster.refuse('get', SECRETS, 'forbidden');
    const { plan } = await prepare([], { ...PRIVATE, cluster });
    assert.match(plan.leftAlone[0]?.reason ?? '', /no permission to read Secret bank\/login/);
    assert.match(plan.warnings.join(), /no permission to read Secret bank\/login: its logins are unknown/);
  });

  it('is what the copy reads with: the Secrets of those who get the image, then the machine, none twice', async () => {
    const machine = { 'old.example': [basic('operator'), basic('bank')] };
    const objects = [theirs, login('bank'), evil, login('evil', 'evil:s3cret')];
    const { accessFor } = await prepare(objects, { ...PRIVATE, machine });
    assert.deepEqual(accessFor(source).credentials, [basic('bank'), basic('operator')]);
  });

  it('is shown to no target', async () => {
    const { accessFor, pushLogins } = await prepare([theirs, login('bank')], PRIVATE);
    const target = parseImageReference(MOVED);
    assert.deepEqual(accessFor(target).credentials, [basic('me')]);
    assert.deepEqual(pushLogins(target), [basic('me')]);
  });

  it('is no name that means nothing: the operator is told what there is', async () => {
    const request = { open: ['bank/deployment/bnak'] };
    await assert.rejects(prepare([theirs], { ...PRIVATE, request }), {
      message: '--open bank/deployment/bnak: workload not found in the searched namespaces',
      nextStep: 'Did you mean bank/deployment.apps/bank?',
      exitCode: EXIT.usage,
    });
  });
});
