/** An operator that is told in its arguments, environment and configuration which images it is to run. */
import { configMap } from '../builders/config-map.ts';
import { deployment } from '../builders/deployment.ts';
import { openSite, type Site, type SourceImage, sourceLogin } from '../harness/site.ts';

export interface OperatorScene extends AsyncDisposable {
  readonly site: Site;
  readonly namespace: string;
  readonly web: SourceImage;
  /** Named in an argument and a variable of the operator, whose own image comes from elsewhere. */
  readonly solver: SourceImage;
  /** Named in a ConfigMap that `web` uses. */
  readonly probe: SourceImage;
}

export async function openOperatorScene(name: string): Promise<OperatorScene> {
  const site = await openSite(name);
  const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
  const [web, solver, probe, elsewhere] = await Promise.all([
    site.push({ repository: 'web', tag: '1' }),
    site.push({ repository: 'solver', tag: '1' }),
    site.push({ repository: 'probe', tag: '2' }),
    site.pushElsewhere({ repository: 'operator', tag: '1' }),
  ]);
  const place = { namespace, pullSecrets: ['login'] };
  await site.apply(
    configMap({ namespace, name: 'cfg', data: { 'images.yaml': `probe:\n  image: "${probe.reference}"\n` } }),
    configMap({ namespace, name: 'unused', data: { 'images.yaml': site.cluster.source.host } }),
  );
  await site.start(
    deployment({
      ...place,
      name: 'operator',
      containers: { manager: elsewhere.reference },
      container: {
        args: [
          '--leader-elect',
          `--registry=${site.cluster.source.host}/`,
          `--solver=docker://${solver.reference}`,
        ],
        env: [{ name: 'RELATED_IMAGE_SOLVER', value: solver.reference }],
      },
    }),
    deployment({
      ...place,
      name: 'web',
      containers: { app: web.reference },
      container: { envFrom: [{ configMapRef: { name: 'cfg' } }] },
    }),
  );
  const dispose = async () => site[Symbol.asyncDispose]();
  return { site, namespace, web, solver, probe, [Symbol.asyncDispose]: dispose };
}
