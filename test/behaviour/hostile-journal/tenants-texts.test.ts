/** What tenants and other people write into their objects: it steers no terminal, stops nobody, and damaged records are left alone. */
import assert from 'node:assert/strict';
import { AFTER_ANNOTATION } from '../../../src/domain/inventory/workload.ts';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { deployment } from '../builders/deployment.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { migrate, move, rollback, run, verify } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { STEERING, STEERS } from './hostile-values.ts';

/** Annotations that somebody else reads as records of ours. */
const RECORDS: Readonly<Record<string, string>> = {
  empty: '',
  'no-json': STEERING,
  'no-log': '7',
  'older-form': '[{"run":"x","images":[]}]',
  newer: '{"version":99,"changes":[],"handBack":[]}',
  prototype: '{"version":1,"__proto__":{"changes":[]},"changes":{"length":1},"handBack":[]}',
  deep: `{"version":1,"changes":[],"handBack":[{"fields":${'{"a":'.repeat(3000)}{}${'}'.repeat(3000)}}]}`,
  large: `{"version":1,"changes":["${'x'.repeat(100_000)}"],"handBack":[]}`,
};

describe('what tenants write into their objects', () => {
  let site: Site;
  let victim: string;
  let tenant: string;
  let web: SourceImage;

  before(async () => {
    site = await openSite('tenants');
    const logins = { login: sourceLogin(site.cluster) };
    victim = await site.makeNamespace('victim', logins);
    tenant = await site.makeNamespace('tenant', logins);
    web = await site.push({ repository: 'web', tag: '1' });
    const place = { pullSecrets: ['login'], containers: { app: web.reference } };
    const theirs = { ...place, namespace: tenant, replicas: 0 };
    await site.start(deployment({ ...place, namespace: victim, name: 'web' }));
    await site.apply(
      deployment({
        ...theirs,
        name: 'texts',
        annotations: {
          [AFTER_ANNOTATION]: `deployment/${STEERING}`,
          'meta.helm.sh/release-name': STEERING,
          'argocd.argoproj.io/tracking-id': STEERING,
        },
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      }),
      deployment({
        ...theirs,
        name: 'image',
        containers: { app: `${site.cluster.source.host}/x${STEERING}y` },
      }),
      deployment({ ...theirs, name: 'here', annotations: { [AFTER_ANNOTATION]: 'deployment/there' } }),
      deployment({ ...theirs, name: 'there', annotations: { [AFTER_ANNOTATION]: 'deployment/here' } }),
      ...Object.entries(RECORDS).map(([name, text]) =>
        deployment({ ...theirs, name: `record-${name}`, annotations: { [RECORD_ANNOTATION]: text } }),
      ),
    );
  });

  after(async () => site[Symbol.asyncDispose]());

  for (const format of [
    'table',
    'wide',
    'json',
    'yaml',
    'name',
    'jsonpath={..image}',
    'custom-columns=I:.image',
  ]) {
    it(`steers no terminal by images and plan (-o ${format})`, async () => {
      assertHarmless(await run(site, ['images', '-n', site.namespaces, '-o', format]));
      assertHarmless(await move(site, ['plan', '-o', format]));
    });
  }

  it('stops nobody else: they are moved, theirs is left alone with the reason', async () => {
    const outcome = await migrate(site);
    assertHarmless(outcome);
    assertExit(outcome, EXIT.partly);
    assert.equal(await imageOf(victim, 'web'), web.atTarget);
    assert.match(outcome.stdout, new RegExp(`Deployment ${tenant}/here +left-alone .*dependency cycle`));
    for (const name of Object.keys(RECORDS)) {
      assert.equal(await imageOf(tenant, `record-${name}`), web.reference, name);
      assert.match(
        outcome.stdout,
        new RegExp(`Deployment ${tenant}/record-${name} +left-alone .*annotation`),
      );
    }
  });

  it('is no reason to believe that all is well', async () => {
    const outcome = await verify(site);
    assertHarmless(outcome);
    assertExit(outcome, EXIT.oldReferences);
  });

  it('stops no rollback: what can be read is put back, what cannot is told', async () => {
    const outcome = await rollback(site);
    assertHarmless(outcome);
    assert.notEqual(outcome.code, EXIT.done, describeOutcome(outcome));
    assert.equal(await imageOf(victim, 'web'), web.reference);
    for (const name of Object.keys(RECORDS))
      assert.equal(await imageOf(tenant, `record-${name}`), web.reference);
  });

  async function imageOf(namespace: string, name: string): Promise<string | undefined> {
    const found = await site.api.get(DEPLOYMENTS, { namespace, name });
    return found?.spec?.template.spec?.containers[0]?.image;
  }

  function assertHarmless(outcome: Outcome): void {
    for (const text of [outcome.stdout, outcome.stderr])
      assert.doesNotMatch(text, STEERS, describeOutcome(outcome));
    assert.doesNotMatch(outcome.stderr, /this is a bug|^error: forged/m, describeOutcome(outcome));
  }
});
