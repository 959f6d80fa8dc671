/** `kubectl apply --server-side` goes on after a move and after a rollback, without --force-conflicts. */
import { placeOf, type Buildable } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, rollback } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { untilReady } from '../harness/until-ready.ts';
import { describeWithKubectl } from '../harness/with-kubectl.ts';
import { runTool } from './run-tool.ts';

describeWithKubectl('kubectl apply --server-side', () => {
  for (const manager of ['kubectl', 'helm']) {
    it(`as ${manager} is not refused after a move, nor after a rollback`, async () => {
      await using site = await openSite(`apply-${manager}`);
      const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
      const first = await site.push({ repository: 'app', tag: '1' });
      const second = await site.push({ repository: 'app', tag: '2' });
      const web = (image: string): Buildable =>
        deployment({ namespace, name: 'web', pullSecrets: ['login'], containers: { app: image } });
      await apply(site, manager, web(first.reference));
      await untilReady(site.api, [web(first.reference)]);
      assertExit(await migrate(site), EXIT.done);
      await apply(site, manager, web(first.atTarget));
      await apply(site, manager, web(other(first)));
      await apply(site, manager, web(first.atTarget));
      await untilReady(site.api, [web(first.atTarget)]);
      assertExit(await rollback(site), EXIT.done);
      await apply(site, manager, web(second.reference));
      await untilReady(site.api, [web(second.reference)]);
    });
  }

  async function apply(site: Site, manager: string, web: Buildable): Promise<void> {
    const manifest = { apiVersion: web.kind.apiVersion, kind: web.kind.kind, ...web.object };
    const { namespace = '' } = placeOf(web);
    const args = ['apply', '--server-side', `--field-manager=${manager}`, '-n', namespace, '-f', '-'];
    await runTool('kubectl', args, { ...site.cluster, input: JSON.stringify(manifest) });
  }
});

function other({ atTarget }: SourceImage): string {
  return `${atTarget}-other`;
}
