/** What only mentions the source is found, its images are copied, and no all-clear is given for it. */
import assert from 'node:assert/strict';
import type { ImageList } from '../../../src/domain/inventory/image-usage.ts';
import type { Findings } from '../../../src/domain/verify/findings.ts';
import { manifestDigest } from '../../support/push-image.ts';
import { configMap } from '../builders/config-map.ts';
import { deployment } from '../builders/deployment.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, move, run, verify } from '../harness/product.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { openOperatorScene, type OperatorScene } from './operator.ts';

describe('what only mentions the source', () => {
  let scene: OperatorScene;

  before(async () => {
    scene = await openOperatorScene('mentions');
  });

  after(async () => scene[Symbol.asyncDispose]());

  it('images lists, with where it stands', async () => {
    const { site, namespace, solver, probe } = scene;
    const outcome = await run(site, ['images', '--namespace', site.namespaces, '-o', 'json']);
    assertExit(outcome, EXIT.done);
    const { items } = JSON.parse(outcome.stdout) as ImageList;
    const usersOf = (image: string): string[] =>
      items
        .filter((one) => one.image === image)
        .flatMap(({ users }) => users.map(({ workload, slot, name }) => `${slot}: ${workload} ${name}`));
    assert.deepEqual(usersOf(solver.reference), [
      `mention: Deployment ${namespace}/operator container manager args[2]`,
      `mention: Deployment ${namespace}/operator container manager env RELATED_IMAGE_SOLVER`,
    ]);
    assert.deepEqual(usersOf(probe.reference), [`mention: ConfigMap ${namespace}/cfg data.images.yaml`]);
    const { host } = site.cluster.source;
    const table = await run(site, ['images', '--namespace', site.namespaces]);
    const operator = `Deployment ${namespace}/operator`;
    assertSays(table, 'stdout', new RegExp(`${host} +${solver.reference} +0 +${operator} \\(mention\\)`));
    assertSays(table, 'stdout', new RegExp(`${host} +${host}/ +0 +${operator} \\(mention, no image\\)`));
    const names = await run(site, ['images', '--namespace', site.namespaces, '-o', 'name']);
    assert.ok(!names.stdout.split('\n').includes(`${host}/`), names.stdout);
  });

  it('plan copies what it names, and says what it copies nothing for', async () => {
    const outcome = await move(scene.site, ['plan']);
    assertExit(outcome, EXIT.done);
    const { namespace, solver } = scene;
    const operator = `mention +Deployment ${namespace}/operator +`;
    assertSays(
      outcome,
      'stdout',
      new RegExp(`${operator}${solver.reference} .*args\\[2\\], its image is copied`),
    );
    assertSays(
      outcome,
      'stdout',
      new RegExp(`${operator}.*args\\[1\\], nothing is copied: it does not name an image`),
    );
  });

  it('migrate copies and proves, leaves as it is, and names instead of an all-clear', async () => {
    const { site, namespace, solver, probe, web } = scene;
    const before = await site.api.get(DEPLOYMENTS, { namespace, name: 'operator' });
    const outcome = await migrate(site);
    assertExit(outcome, EXIT.oldReferences);
    const summary = [
      'Still mentioning the source:',
      `  Deployment ${namespace}/operator container manager args[1] (${site.cluster.source.host}/)`,
      `  Deployment ${namespace}/operator container manager args[2] (${solver.reference})`,
      `  Deployment ${namespace}/operator container manager env RELATED_IMAGE_SOLVER (${solver.reference})`,
      `  ConfigMap ${namespace}/cfg data.images.yaml (${probe.reference})`,
      '4 references to the source remain',
    ];
    assertSays(outcome, 'stderr', summary.join('\n'));
    assert.doesNotMatch(outcome.stderr, /Nothing/);
    for (const { repository, reference, digest } of [solver, probe, web]) {
      const tag = reference.split(':').at(-1) ?? '';
      assert.equal(await manifestDigest(site.cluster.target, repository, tag), digest);
    }
    const after = await site.api.get(DEPLOYMENTS, { namespace, name: 'operator' });
    assert.deepEqual(after?.spec, before?.spec);
    const moved = await site.api.get(DEPLOYMENTS, { namespace, name: 'web' });
    assert.deepEqual(imagesNamedIn(moved?.spec), [web.atTarget]);
  });

  it('verify counts place by place, exit 3', async () => {
    const { site } = scene;
    const outcome = await verify(site, ['-o', 'json']);
    assertExit(outcome, EXIT.oldReferences);
    const { findings } = JSON.parse(outcome.stdout) as Findings;
    assert.deepEqual(
      findings
        .filter(({ counted }) => counted)
        .map(({ kind, object, place }) => `${kind} ${object.name} ${place ?? ''}`),
      [
        'mention operator container manager args[1]',
        'mention operator container manager args[2]',
        'mention operator container manager env RELATED_IMAGE_SOLVER',
        'mention cfg data.images.yaml',
      ],
    );
  });

  it('verify gives no all-clear over what it does not look at: an environment from a Secret, who may read a ConfigMap', async () => {
    const { site } = scene;
    const namespace = await site.makeNamespace('unseen');
    const elsewhere = await site.pushElsewhere({ repository: 'unseen', tag: '1' });
    const place = { namespace, name: 'unseen' };
    const secret = { name: 'environment', key: 'solver', optional: true };
    await site.apply(
      configMap({ ...place, data: { solver: scene.solver.reference } }),
      deployment({
        ...place,
        replicas: 0,
        containers: { app: elsewhere.reference },
        container: { env: [{ name: 'SOLVER_IMAGE', valueFrom: { secretKeyRef: secret } }] },
      }),
    );
    const looked = ['verify', '--from', site.cluster.source.host, '--namespace', namespace];
    const outcome = await run(site, looked);
    assertExit(outcome, EXIT.done);
    const unseen = [
      'environment from Secrets (1 workload)',
      `controllers that may read ConfigMaps which no workload references (${namespace}/unseen)`,
    ];
    assertSays(outcome, 'stderr', `not searched: ${unseen.join(', ')}.`);
    assert.doesNotMatch(outcome.stderr, /Nothing/);
    const listed = await run(site, [...looked, '-o', 'json']);
    assertExit(listed, EXIT.done);
    assert.deepEqual(
      (JSON.parse(listed.stdout) as Findings).findings.map(({ object, references, counted }) => [
        ...[object.name, references.join(), counted],
      ]),
      [['unseen', scene.solver.reference, false]],
    );
    const planned = await move(site, ['plan'], { namespaces: namespace });
    for (const what of unseen) assertSays(planned, 'stderr', what);
  });

  it('finish takes no login away that it may need, but ends the move where all stay', async () => {
    const { site } = scene;
    const finish = ['finish', '--yes', '--from', site.cluster.source.host, '--namespace', site.namespaces];
    const home = ['--copy-namespace', site.copyNamespace];
    const before = await everythingWritten(site);
    const refused = await run(site, [...finish, ...home]);
    assertExit(refused, EXIT.oldReferences);
    assertError(refused, ['4 references to the source remain', 'nothing was removed']);
    assertNextStep(refused, '--keep-credentials');
    assert.deepEqual(await everythingWritten(site), before);
    assertExit(await run(site, [...finish, ...home, '--keep-credentials']), EXIT.done);
  });
});
