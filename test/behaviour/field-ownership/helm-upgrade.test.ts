/** Helm goes on with its release after a move and after a rollback: only where a real cluster brings Helm along. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployment } from '../builders/deployment.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, rollback } from '../harness/product.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';
import { untilReady } from '../harness/until-ready.ts';
import { runTool } from './run-tool.ts';

for (const [name, program] of [
  ['Helm 3', process.env.CLUSTER_HELM3],
  ['Helm 4', process.env.CLUSTER_HELM4],
] as const) {
  const suite = program === undefined ? describe.skip : describe;
  suite(`${name} upgrades a release`, () => {
    let site: Site;
    let namespace: string;
    let chart: string;

    before(async () => {
      site = await openSite(name.toLowerCase().replace(' ', ''));
      namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
      chart = writeChart(namespace);
    });

    after(async () => {
      rmSync(chart, { recursive: true });
      await site[Symbol.asyncDispose]();
    });

    it('after a move to the images at the target, and after a rollback to those of the source', async () => {
      const first = await site.push({ repository: 'app', tag: '1' });
      const second = await site.push({ repository: 'app', tag: '2' });
      await helm('install', first.reference);
      assertExit(await migrate(site), EXIT.done);
      await helm('upgrade', first.atTarget);
      assertExit(await rollback(site), EXIT.done);
      await helm('upgrade', second.reference);
      assertExit(await migrate(site), EXIT.done);
      await helm('upgrade', second.atTarget);
      await helm('upgrade', first.atTarget);
    });

    async function helm(verb: 'install' | 'upgrade', image: string): Promise<void> {
      const args = [verb, 'shop', chart, '--namespace', namespace, '--set', `image=${image}`];
      await runTool(program ?? '', args, site.cluster);
      await untilReady(site.api, [web(namespace)]);
    }
  });
}

function web(namespace: string) {
  const containers = { app: '{{ .Values.image }}' };
  return deployment({ namespace, name: 'web', pullSecrets: ['login'], containers });
}

function writeChart(namespace: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'registry-switch-chart-'));
  mkdirSync(path.join(folder, 'templates'));
  writeFileSync(path.join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  const { kind, object } = web(namespace);
  const template = { apiVersion: kind.apiVersion, kind: kind.kind, ...object };
  writeFileSync(path.join(folder, 'templates', 'web.yaml'), JSON.stringify(template));
  return folder;
}
