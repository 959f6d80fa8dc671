import assert from 'node:assert/strict';
import {
  CONFIG_MAPS,
  NAMESPACES,
  PODS,
  SERVICE_ACCOUNTS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import type { KeptObjects } from '../../../../src/sandbox/objects/kept-objects.ts';
import { named, podDraft, refusal, someObjects } from '../some-objects.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

describe('admission', () => {
  let objects: KeptObjects;

  beforeEach(() => {
    objects = someObjects();
  });

  it('wants the namespace to be there', () => {
    const metadata = { namespace: 'nowhere', name: 'x' };
    const { code, message, details } = refusal(() => objects.create(CONFIG_MAPS, { metadata }));
    assert.deepEqual([code, message], [404, 'namespaces "nowhere" not found']);
    assert.deepEqual(details, { name: 'nowhere', kind: 'namespaces' });
  });

  it('lets nothing new into a namespace that ends', () => {
    objects.create(CONFIG_MAPS, { metadata: named('old') });
    objects.delete(NAMESPACES, { name: 'shop' });
    const { code, message, details } = refusal(() => objects.create(CONFIG_MAPS, { metadata: named('new') }));
    const reason = 'unable to create new content in namespace shop because it is being terminated';
    assert.deepEqual([code, message], [403, `configmaps "new" is forbidden: ${reason}`]);
    assert.equal(details?.causes?.[0]?.reason, 'NamespaceTerminating');
    objects.update(CONFIG_MAPS, named('old'), (current) => ({ ...current, data: { a: 'b' } }));
  });

  it('runs pods under the default account, with a token in each container', () => {
    const initContainers = [{ name: 'init', image: 'init' }];
    const mounted = [{ name: 'own', mountPath: TOKEN_PATH }];
    const containers = [
      { name: 'app', image: 'app' },
      { name: 'other', image: 'other', volumeMounts: mounted },
    ];
    const volumes = [{ name: 'own', emptyDir: {} }];
    const { spec } = objects.create(PODS, podDraft('web', { initContainers, containers, volumes }));
    assert.ok(spec !== undefined);
    assert.equal(spec.serviceAccountName, 'default');
    const [, token] = spec.volumes ?? [];
    assert.ok(token !== undefined);
    assert.match(token.name, /^kube-api-access-[a-z0-9]{5}$/);
    assert.equal(token.projected?.sources?.length, 3);
    const mounts = [...(spec.initContainers ?? []), ...spec.containers].map(
      ({ volumeMounts }) => volumeMounts,
    );
    const mount = { name: token.name, readOnly: true, mountPath: TOKEN_PATH };
    assert.deepEqual(mounts, [[mount], [mount], mounted]);
  });

  it('gives no token to pods, or pods of accounts, that want none', () => {
    const automountServiceAccountToken = false;
    objects.create(SERVICE_ACCOUNTS, { metadata: named('plain'), automountServiceAccountToken });
    const unwanted = [{ automountServiceAccountToken }, { serviceAccountName: 'plain' }];
    for (const [index, spec] of unwanted.entries()) {
      const made = objects.create(PODS, podDraft(`web-${index}`, spec));
      assert.equal(made.spec?.volumes, undefined);
    }
    const wanted = { serviceAccountName: 'plain', automountServiceAccountToken: true };
    assert.equal(objects.create(PODS, podDraft('web', wanted)).spec?.volumes?.length, 1);
  });

  it('gives pods the pull Secrets of their account, unless they bring their own', () => {
    const imagePullSecrets = [{ name: 'login' }];
    objects.create(SERVICE_ACCOUNTS, { metadata: named('builder'), imagePullSecrets });
    const serviceAccountName = 'builder';
    const own = [{ name: 'mine' }];
    const made = objects.create(PODS, podDraft('a', { serviceAccountName }));
    const bringing = objects.create(PODS, podDraft('b', { serviceAccountName, imagePullSecrets: own }));
    assert.deepEqual(made.spec?.imagePullSecrets, imagePullSecrets);
    assert.deepEqual(bringing.spec?.imagePullSecrets, own);
  });

  it('refuses pods of accounts that are not there', () => {
    const { code, message } = refusal(() =>
      objects.create(PODS, podDraft('web', { serviceAccountName: 'nobody' })),
    );
    const reason = 'error looking up service account shop/nobody: serviceaccount "nobody" not found';
    assert.deepEqual([code, message], [403, `pods "web" is forbidden: ${reason}`]);
  });

  it('gives pods a priority and time on nodes that are lost', () => {
    const own = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' };
    const { spec } = objects.create(PODS, podDraft('web', { tolerations: [own] }));
    assert.equal(spec?.priority, 0);
    assert.equal(spec.preemptionPolicy, 'PreemptLowerPriority');
    const added = { ...own, key: 'node.kubernetes.io/unreachable', tolerationSeconds: 300 };
    assert.deepEqual(spec.tolerations, [own, added]);
    const all = objects.create(PODS, podDraft('all', { tolerations: [{ operator: 'Exists' }] }));
    assert.deepEqual(all.spec?.tolerations, [{ operator: 'Exists' }]);
  });
});
