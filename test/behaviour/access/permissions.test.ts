/** The roles that `rbac` prints suffice for everything, and `preflight` names whatever is taken away from them. */
import assert from 'node:assert/strict';
import { makePerson, type Person } from './person.ts';
import { type Missing, missingIn, nameOfMissing } from './missing-permissions.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { allow, type Role, ROLE_KINDS, type Rule } from './roles.ts';
import { type Estate, estateFlags } from '../estate/estate.ts';
import { seedEstate } from '../estate/seed-estate.ts';
import { nameOf } from '../harness/kube-api.ts';
import { assertExit, assertSays, describeOutcome, EXIT } from '../harness/outcome.ts';
import { jobFlags, move, run } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { openSite, type Site } from '../harness/site.ts';
import { isThorough } from '../harness/thoroughness.ts';
import { describeWithKubectl } from '../harness/with-kubectl.ts';
import { assertAllAllowed, assertAllNeeded, attributesOf, isServed } from './least-roles.ts';

/** Without a pause after each wave. */
const QUICKLY = ['--settle', '0s'];

describeWithKubectl('somebody with exactly the roles that rbac prints', () => {
  let site: Site;
  let estate: Estate;
  let reader: Person;
  let mover: Person;

  before(async () => {
    site = await openSite('rights');
    estate = await seedEstate(site);
    const namespace = await site.makeNamespace('people');
    const paths = ['--image-path', estate.imagePath];
    const home = ['--copy-namespace', site.copyNamespace, '--with-namespace'];
    const secret = ['--registry-secret', estate.registrySecret];
    reader = await makePerson(site, { namespace, name: 'reader' }, [
      '--read-only',
      '--with-secrets',
      ...[...paths, ...home],
    ]);
    mover = await makePerson(site, { namespace, name: 'mover' }, [...paths, ...home, ...secret]);
  });

  after(async () => {
    await reader[Symbol.asyncDispose]();
    await mover[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  it('may look with the read-only ones, is told so, and nothing more was asked for', async () => {
    await using proxy = await startRecordingProxy(reader.kubeconfig);
    const at = ['--server', proxy.url, '--image-path', estate.imagePath];
    const scope = ['--namespace', site.namespaces];
    const home = ['--copy-namespace', site.copyNamespace];
    const { source } = site.cluster;
    const outcomes = [
      await run(site, ['images', ...scope, ...at]),
      await move(site, ['plan', ...at]),
      await run(site, ['verify', '--from', source.host, ...scope, ...at, ...home]),
      await run(site, ['preflight', ...scope, ...at, ...home]),
    ];
    const codes = [EXIT.done, EXIT.done, EXIT.oldReferences, EXIT.done];
    for (const [index, outcome] of outcomes.entries()) {
      assertExit(outcome, codes[index] ?? 0);
      assert.doesNotMatch(outcome.stdout + outcome.stderr, /may not be|cannot be listed|forbidden/i);
    }
    assertAllAllowed(reader.roles, proxy.requests());
    assertAllNeeded(reader.roles, proxy.requests());
  });

  it('may look with the one that reads no Secret, and is told what was therefore not looked at', async () => {
    const place = { namespace: site.in('people'), name: 'looker' };
    await using looker = await makePerson(site, place, [
      ...['--read-only', '--image-path', estate.imagePath],
      ...['--copy-namespace', site.copyNamespace],
    ]);
    await using proxy = await startRecordingProxy(looker.kubeconfig);
    const at = ['--server', proxy.url, '--namespace', site.namespaces];
    assertExit(await run(site, ['images', ...at, '--image-path', estate.imagePath]), EXIT.done);
    const found = await run(site, ['verify', '--from', site.cluster.source.host, ...at]);
    assertExit(found, EXIT.oldReferences);
    assertSays(found, 'stderr', 'no permission to list secrets');
    const none = await run(site, ['verify', '--from', 'nothing.example', '--ignore-not-found', ...at]);
    assertExit(none, EXIT.done);
    assertSays(
      none,
      'stderr',
      /^No workload .*refers to the source any more; not searched: pull Secrets\.$/m,
    );
    const reading = proxy.requests().filter(({ resource }) => resource === 'secrets');
    assert.ok(reading.every((request) => !allow(looker.roles, request)));
    const others = proxy
      .requests()
      .filter(({ resource }) => resource !== 'secrets' && resource !== 'configmaps');
    assert.ok(others.every((request) => allow(looker.roles, request)));
  });

  it('may not move with the read-only ones: migrate changes nothing and says what is missing', async () => {
    const written = await everythingWritten(site, [estate.gadgets]);
    const outcome = await migrateAs(reader);
    assertExit(outcome, EXIT.failed);
    assertSays(outcome, 'stderr', `patch deployments.apps in namespace ${estate.namespaces.shop}`);
    assertSays(outcome, 'stderr', `create jobs.batch in namespace ${site.copyNamespace}`);
    assert.deepEqual(await everythingWritten(site, [estate.gadgets]), written);
  });

  it('finds any single rule named by preflight when it is gone, and migrate changes nothing then', async function () {
    // Some fifty runs, one after the other.
    this.timeout(300_000);
    const written = await everythingWritten(site, [estate.gadgets]);
    const rules = mover.roles.flatMap((role) => role.rules.filter(isServed).map((rule) => ({ role, rule })));
    const tried = rules.filter((_, index) => isThorough() || index % 9 === 0);
    for (const [index, { role, rule }] of tried.entries()) {
      await assertMissed(role, rule, isThorough() || index % 4 === 0);
    }
    assert.deepEqual(await everythingWritten(site, [estate.gadgets]), written);
  });

  it('is told by preflight that all is there', async () => {
    const outcome = await moveAs(mover, ['preflight', ...jobFlags(site)]);
    assertExit(outcome, EXIT.done);
    assert.equal(outcome.stdout, '');
    const all = await moveAs(mover, ['preflight', '--all', ...jobFlags(site)]);
    assertSays(all, 'stdout', /^PERMISSION +NAMESPACE +ALLOWED +NOTE$/m);
    assertSays(
      all,
      'stdout',
      new RegExp(`^patch deployments\\.apps +${estate.namespaces.shop} +yes +to `, 'm'),
    );
    assertSays(all, 'stdout', new RegExp(`^login at ${site.cluster.target.host} .*yes`, 'm'));
    assertSays(all, 'stdout', new RegExp(`^copy Job in ${site.copyNamespace} .*yes`, 'm'));
  });

  it('may move, heal, look and put back, and nothing more was asked for', async function () {
    // A whole move and back, and all looks between.
    this.timeout(300_000);
    await using proxy = await startRecordingProxy(mover.kubeconfig);
    const at = ['--server', proxy.url];
    const paths = ['--image-path', estate.imagePath];
    const scope = ['--namespace', site.namespaces];
    const from = ['--from', site.cluster.source.host];
    const home = ['--copy-namespace', site.copyNamespace];
    const outcomes = [
      await move(site, ['migrate', '--yes', ...QUICKLY, ...moveRest(), ...jobFlags(site), ...at]),
      await run(site, ['heal', '--yes', ...from, ...scope, ...paths, ...at, ...home]),
      await run(site, ['verify', ...from, ...scope, ...paths, ...at, ...home]),
      await run(site, ['rollback', '--yes', '--timeout', '10s', ...home, ...scope, ...at]),
    ];
    // Two workloads were unhealthy before the move, and are again.
    const codes = [EXIT.done, EXIT.done, EXIT.done, EXIT.partly];
    for (const [index, outcome] of outcomes.entries()) {
      assertExit(outcome, codes[index] ?? 0);
      assert.doesNotMatch(outcome.stdout + outcome.stderr, /may not be|cannot be listed|forbidden/i);
    }
    assertAllAllowed(mover.roles, proxy.requests());
    assertAllNeeded(mover.roles, proxy.requests(), LATER);
  });

  it('may be limited to namespaces, and then sees and moves these', async () => {
    const { shop, ops } = estate.namespaces;
    const scope = ['-n', shop, '-n', ops];
    const paths = ['--image-path', estate.imagePath];
    const home = ['--copy-namespace', site.copyNamespace];
    const place = { namespace: site.in('people'), name: 'team' };
    await using team = await makePerson(site, place, [...scope, ...paths, ...home]);
    const { cluster } = site;
    const { puller } = cluster.target;
    const env = { KUBECONFIG: team.kubeconfig, REGISTRY_SWITCH_PULL_PASSWORD: puller.password };
    const registries = (['source', 'target'] as const).flatMap((which) => [
      '--registry-ca',
      `${cluster[which].host}=${cluster[which].caFile}`,
    ]);
    const logins = [
      '--username',
      cluster.target.username,
      '--password-stdin',
      '--pull-username',
      puller.username,
    ];
    const login = [...logins, '--open', `${ops}/gadget/gizmo`];
    const flags = ['--from', cluster.source.host, '--to', cluster.target.host, ...registries, ...login];
    const options = { env, input: cluster.target.password };
    const ready = await run(site, ['preflight', ...flags, ...scope, ...paths, ...jobFlags(site)], options);
    assertExit(ready, EXIT.done);
    const outcome = await run(
      site,
      ['migrate', '--yes', ...QUICKLY, ...flags, ...scope, ...paths, ...jobFlags(site)],
      options,
    );
    assertExit(outcome, EXIT.done);
    assertExit(await run(site, ['verify', '--from', cluster.source.host, ...scope], { env }), EXIT.done);
  });

  function moveRest(): string[] {
    return estateFlags(estate);
  }

  async function moveAs(person: Person, args: readonly string[]): Promise<Outcome> {
    return move(site, [...args, ...moveRest()], { env: { KUBECONFIG: person.kubeconfig } });
  }

  async function migrateAs(person: Person): Promise<Outcome> {
    return moveAs(person, ['migrate', '--yes', ...jobFlags(site)]);
  }

  /** Takes a rule out of its role, looks (and tries to migrate), and puts it back. */
  async function assertMissed(role: Role, rule: Rule, migrates: boolean): Promise<void> {
    const [one] = attributesOf(role, rule);
    assert.ok(one);
    const rules = role.rules.filter((other) => other !== rule);
    await setRules(role, rules);
    await mover.untilAllowed(one, false);
    try {
      const missing = await missingFor(mover);
      for (const { verb, group, resource } of attributesOf(role, rule)) {
        const named = missing.some(
          (miss) => miss.verb === verb && miss.group === group && nameOfMissing(miss) === resource,
        );
        assert.ok(named, `${verb} ${resource} of ${String(role.kind)} is named as missing`);
      }
      if (migrates && missing.some(({ without }) => without === undefined)) {
        const outcome = await migrateAs(mover);
        assertExit(outcome, EXIT.failed);
        const names = rule.resources.some((resource) => outcome.stderr.includes(resource));
        assert.ok(names, `one of ${rule.resources.join()} is named by ${describeOutcome(outcome)}`);
      }
    } finally {
      await setRules(role, role.rules);
      await mover.untilAllowed(one, true);
    }
  }

  async function missingFor(person: Person): Promise<Missing[]> {
    const outcome = await moveAs(person, ['preflight', '-o', 'json', ...jobFlags(site)]);
    assertExit(outcome, EXIT.failed);
    return missingIn(outcome);
  }

  async function setRules(role: Role, rules: readonly Rule[]): Promise<void> {
    const kind = ROLE_KINDS.find((one) => one.kind === role.kind);
    assert.ok(kind);
    await site.api.patch(kind, nameOf(role), { rules });
  }
});

/** Asked for when a run is resumed, and when all namespaces are rolled back. */
const LATER = ['list configmaps', 'delete configmaps'];
