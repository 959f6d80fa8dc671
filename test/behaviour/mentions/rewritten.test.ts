/** What only mentions the source is changed with the images when --rewrite-mentions says so, and goes back byte for byte. */
import assert from 'node:assert/strict';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { manifestDigest } from '../../support/push-image.ts';
import { deployment } from '../builders/deployment.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, move, rollback, run, verify } from '../harness/product.ts';
import { openSite, type Site, sourceLogin, type SourceImage } from '../harness/site.ts';
import { everythingRestorable, type Snapshot } from '../harness/snapshot.ts';

const REWRITING = ['--rewrite-mentions'];

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
}

describe('--rewrite-mentions', () => {
  let site: Site;
  let namespace: string;
  let operator: SourceImage;
  let solver: SourceImage;
  let probe: SourceImage;
  let elsewhere: string;
  let asItWas: Snapshot;

  before(async () => {
    site = await openSite('rewritten');
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    [operator, solver, probe] = await Promise.all([
      site.push({ repository: 'operator', tag: '1' }),
      site.push({ repository: 'solver', tag: '1' }),
      site.push({ repository: 'probe', tag: '2' }),
    ]);
    elsewhere = (await site.pushElsewhere({ repository: 'manager', tag: '1' })).reference;
    const place = { namespace, pullSecrets: ['login'] };
    await site.start(
      deployment({
        ...place,
        name: 'operator',
        containers: { manager: operator.reference },
        container: {
          args: [`--solver-image=${solver.reference}`, '--verbose'],
          env: [{ name: 'RELATED_IMAGE_SOLVER', value: solver.reference }],
        },
      }),
      deployment({
        ...place,
        name: 'outsider',
        containers: { manager: elsewhere },
        container: {
          args: [`--images=docker://${solver.reference},${probe.reference}; again ${solver.reference}`],
        },
      }),
    );
    asItWas = await everythingRestorable(site);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is part of the plan', async () => {
    const plain = await planned([]);
    const rewriting = await planned(REWRITING);
    assert.deepEqual(
      rewriting.changes.map(({ workload, mentions = [] }) => [
        workload.name,
        mentions.map(({ name, from, to }) => [name, from, to]),
      ]),
      [
        [
          'operator',
          [
            ['container manager args[0]', solver.reference, solver.atTarget],
            ['container manager env RELATED_IMAGE_SOLVER', solver.reference, solver.atTarget],
          ],
        ],
        [
          'outsider',
          [
            ['container manager args[0]', solver.reference, solver.atTarget],
            ['container manager args[0]', probe.reference, probe.atTarget],
            ['container manager args[0]', solver.reference, solver.atTarget],
          ],
        ],
      ],
    );
    assert.deepEqual(rewriting.mentions, []);
    assert.deepEqual(
      plain.changes.map(({ workload }) => workload.name),
      ['operator'],
    );
  });

  it('moves arguments and environment with the image, and leaves nothing that refers to the source', async () => {
    const outcome = await migrate(site, REWRITING);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', /Nothing .*refers to the source any more/);
    assert.equal(await manifestDigest(site.cluster.target, solver.repository, '1'), solver.digest);
    assert.deepEqual(await containerOf('operator'), {
      image: operator.atTarget,
      args: [`--solver-image=${solver.atTarget}`, '--verbose'],
      env: [{ name: 'RELATED_IMAGE_SOLVER', value: solver.atTarget }],
    });
    assert.deepEqual(await containerOf('outsider'), {
      image: elsewhere,
      args: [`--images=docker://${solver.atTarget},${probe.atTarget}; again ${solver.atTarget}`],
    });
    assertExit(await verify(site), EXIT.done);
  });

  it('does nothing the second time', async () => {
    const outcome = await migrate(site, REWRITING);
    assertExit(outcome, EXIT.done);
    assert.deepEqual((await planned(REWRITING)).changes, []);
  });

  it('goes back byte for byte', async () => {
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site), asItWas);
    assertExit(await verify(site), EXIT.oldReferences);
  });

  it('keeps what somebody has changed since, and says so', async () => {
    assertExit(await migrate(site, REWRITING), EXIT.done);
    const args = [`--solver-image=${solver.atTarget}`, '--theirs'];
    const path = '/spec/template/spec/containers/0/args/0';
    await site.api.patch(DEPLOYMENTS, { namespace, name: 'operator' }, [
      { op: 'replace', path, value: args.join(' ') },
    ]);
    const outcome = await rollback(site);
    assertSays(outcome, 'stdout', /container manager args\[0\] was changed since/);
    const { image, env, args: kept } = await containerOf('operator');
    assert.deepEqual(
      [image, env, kept],
      [
        operator.reference,
        [{ name: 'RELATED_IMAGE_SOLVER', value: solver.reference }],
        [args.join(' '), '--verbose'],
      ],
    );
  });

  it('is ended by finish', async () => {
    assertExit(await migrate(site, REWRITING), EXIT.done);
    const home = ['--copy-namespace', site.copyNamespace, '--namespace', site.namespaces];
    assertExit(await run(site, ['finish', '--yes', '--from', site.cluster.source.host, ...home]), EXIT.done);
    for (const name of ['operator', 'outsider']) {
      const object = await site.api.get(DEPLOYMENTS, { namespace, name });
      assert.equal(object?.metadata?.annotations?.['registry-switch.io/changes'], undefined, name);
    }
  });

  async function planned(flags: readonly string[]): Promise<Plan> {
    const outcome = await move(site, ['plan', '-o', 'json', ...flags]);
    assertExit(outcome, EXIT.done);
    return JSON.parse(outcome.stdout) as Plan;
  }

  async function containerOf(name: string): Promise<Container> {
    const object = await site.api.get(DEPLOYMENTS, { namespace, name });
    const spec = object?.spec as { template: { spec: { containers: readonly Container[] } } };
    const { image, command, args, env } = spec.template.spec.containers[0] ?? { image: '' };
    return {
      image,
      ...(command === undefined ? {} : { command }),
      ...(args === undefined ? {} : { args }),
      ...(env === undefined ? {} : { env }),
    };
  }
});
