/** People who may change their own namespaces only move these at the same time. */
import { namespace } from '../builders/namespace.ts';
import { deployment } from '../builders/deployment.ts';
import { makePerson } from '../access/person.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { rollback } from '../harness/product.ts';
import { openSite, type Site, sourceLogin } from '../harness/site.ts';
import { isThorough } from '../harness/thoroughness.ts';
import { describeWithKubectl } from '../harness/with-kubectl.ts';
import { moveTo } from '../kill/moving.ts';

describeWithKubectl('people with rights in their own namespaces only', () => {
  it('move and put back at the same time', async function () {
    if (!isThorough()) this.skip();
    await using site = await openSite('own');
    const people = await site.makeNamespace('people');
    const { reference } = await site.push({ repository: 'web', tag: '1' });
    const teams = ['shop', 'bank'].map(async (name) => {
      const own = await site.makeNamespace(name, { login: sourceLogin(site.cluster) });
      const home = `${site.copyNamespace}-${name}`;
      await site.define(namespace(home));
      const shape = { name: 'web', pullSecrets: ['login'], containers: { app: reference } };
      await site.start(deployment({ ...shape, namespace: own }));
      return teamOf(site, { name, own, home, people });
    });
    const moves = await Promise.all(
      (await Promise.all(teams)).map(async ({ as, person }) => {
        const env = { KUBECONFIG: person.kubeconfig };
        const moved = await moveTo({ site: as, flags: [] }, as.namespaces, { env });
        const back = await rollback(as, []);
        await person[Symbol.asyncDispose]();
        return [moved, back];
      }),
    );
    for (const outcome of moves.flat()) assertExit(outcome, EXIT.done);
  });
});

interface Team {
  readonly name: string;
  readonly own: string;
  readonly home: string;
  readonly people: string;
}

async function teamOf(site: Site, { name, own, home, people }: Team) {
  const flags = ['-n', own, '--copy-namespace', home];
  const person = await makePerson(site, { namespace: people, name }, flags);
  const cluster = { ...site.cluster, kubeconfig: person.kubeconfig };
  return { as: { ...site, cluster, namespaces: own, copyNamespace: home }, person };
}
