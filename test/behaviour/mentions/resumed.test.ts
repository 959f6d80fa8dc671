/** A run that is gone on with rewrites mentions and reads split fields as it was begun with. */
import assert from 'node:assert/strict';
import { gadgets, splitGadget } from '../builders/custom-resource.ts';
import { deployment } from '../builders/deployment.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, move, resume } from '../harness/product.ts';
import { newestRun } from '../harness/runs.ts';
import { openSite, type Site, sourceLogin } from '../harness/site.ts';

describe('a run that rewrites mentions and split fields', () => {
  let site: Site;

  before(async () => {
    site = await openSite('resumed');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('shows before it begins what it rewrites, and does it also when it is gone on with', async () => {
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const group = `${site.prefix}.estate.example`;
    const [app, solver] = await Promise.all([
      site.push({ repository: 'app', tag: '1' }),
      site.push({ repository: 'solver', tag: '1' }),
      defineGadgets(site, group),
    ]);
    const argument = `--solver=${solver.reference}`;
    const repository = app.reference.replace(/:1$/, '');
    await site.apply(splitGadget(group, { namespace, name: 'gizmo', source: { repository, tag: '1' } }));
    await site.start(
      deployment({
        ...{ namespace, name: 'operator', pullSecrets: ['login'] },
        containers: { app: app.reference },
        container: { args: [argument] },
      }),
    );
    const path = ['--image-path', `gadgets.${group}={.spec.source.repository}:{.spec.source.tag}`];
    const flags = [...path, '--open', `${namespace}/gadget/gizmo`];
    const mention = `Deployment ${namespace}/operator container app args[0] (${solver.reference})`;

    const dry = await move(site, ['migrate', '--dry-run', ...flags]);
    assertSays(dry, 'stdout', `with --rewrite-mentions it becomes ${solver.atTarget}`);

    const copying = Promise.withResolvers<undefined>();
    const stopped = await migrate(site, ['--rewrite-mentions', ...flags], {
      interruptAfter: copying.promise,
      onStderr: (text) => {
        if (text.includes('Copying')) copying.resolve(undefined);
      },
    });
    assertExit(stopped, EXIT.interrupted);
    assertSays(stopped, 'stderr', `  ${mention}: becomes ${solver.atTarget}`);
    const { id } = await newestRun(site);
    assertExit(await resume(site, id), EXIT.done);
    const operator = await site.api.get(DEPLOYMENTS, { namespace, name: 'operator' });
    const [container] = operator?.spec?.template.spec?.containers ?? [];
    assert.deepEqual([container?.image, container?.args], [app.atTarget, [`--solver=${solver.atTarget}`]]);
    const gizmo = await site.api.get(gadgets(group), { namespace, name: 'gizmo' });
    assert.deepEqual(gizmo?.spec.source, { repository: app.atTarget.replace(/:1$/, ''), tag: '1' });
  });
});
