import { deepEqual, equal, match } from 'node:assert/strict';
import type { PodLogLine, PodLogOptions, PodLogs } from '../../../src/sandbox/api/pod-logs.ts';
import {
  DEPLOYMENTS,
  POD_DISRUPTION_BUDGETS,
  PODS,
  SERVICE_ACCOUNTS,
} from '../../../src/sandbox/objects/api-resources.ts';
import { deploymentDraft, podDraft, startTestApi, type TestApi } from './test-api.ts';

const WEB = { namespace: 'shop', name: 'web' };
const POD = '/api/v1/namespaces/shop/pods/web';
const SCALE = '/apis/apps/v1/namespaces/shop/deployments/web/scale';

interface Scale {
  readonly kind: string;
  readonly spec: object;
  readonly status: object;
}

/** A pod on a node whose container is in a state. */
function withPod(test: TestApi, state: object, lastState: object = {}): void {
  const draft = podDraft('web', { app: 'web' });
  test.objects.create(PODS, { ...draft, spec: { ...(draft.spec as object), nodeName: 'node-1' } });
  const status = { name: 'app', state, lastState, ready: false, restartCount: 0, image: '', imageID: '' };
  test.objects.updateStatus(PODS, WEB, (pod) => ({
    ...pod,
    status: { phase: 'Running', containerStatuses: [status] },
  }));
}

const RUNNING = { running: { startedAt: '2026-01-01T00:00:00Z' } };

function logsOf(lines: readonly string[], asked: PodLogOptions[] = []): PodLogs {
  async function* told(): AsyncGenerator<PodLogLine> {
    for (const line of lines) yield await Promise.resolve({ time: new Date('2026-01-01T00:00:01Z'), line });
  }
  return {
    lines: (_pod, _container, options) => {
      asked.push(options);
      return told();
    },
  };
}

describe('subresources of the sandbox API', () => {
  it('tells the scale of a Deployment', async () => {
    await using test = await startTestApi();
    test.objects.create(DEPLOYMENTS, deploymentDraft('web', 3));
    const { kind, spec, status } = (await test.admin.ask(SCALE)).json as Scale;
    deepEqual([kind, spec, status], ['Scale', { replicas: 3 }, { replicas: 0, selector: 'app=web' }]);
  });

  const scalings = [
    { method: 'PUT', type: 'application/json', body: { metadata: { name: 'web' }, spec: { replicas: 5 } } },
    { method: 'PATCH', type: 'application/merge-patch+json', body: { spec: { replicas: 5 } } },
    {
      method: 'PATCH',
      type: 'application/json-patch+json',
      body: [{ op: 'replace', path: '/spec/replicas', value: 5 }],
    },
  ];
  for (const { method, type, body } of scalings) {
    it(`scales by ${method} of ${type}`, async () => {
      await using test = await startTestApi();
      test.objects.create(DEPLOYMENTS, deploymentDraft('web', 3));
      const reply = await test.admin.ask(SCALE, { method, headers: { 'content-type': type }, body });
      equal(reply.status, 200, reply.text);
      equal(test.objects.get(DEPLOYMENTS, WEB)?.spec?.replicas, 5);
    });
  }

  it('scales no object that has changed since', async () => {
    await using test = await startTestApi();
    test.objects.create(DEPLOYMENTS, deploymentDraft('web', 3));
    const body = { metadata: { name: 'web', resourceVersion: '1' }, spec: { replicas: 5 } };
    equal((await test.admin.ask(SCALE, { method: 'PUT', body })).status, 409);
  });

  it('sends the log of a container', async () => {
    const asked: PodLogOptions[] = [];
    await using test = await startTestApi({ logs: logsOf(['one', 'two'], asked) });
    withPod(test, RUNNING);
    equal((await test.admin.ask(`${POD}/log?tailLines=5&follow=true`)).text, 'one\ntwo\n');
    deepEqual(asked, [{ follow: true, previous: false, tailLines: 5 }]);
    equal((await test.admin.ask(`${POD}/log?limitBytes=5`)).text, 'one\nt');
    match((await test.admin.ask(`${POD}/log?timestamps=true`)).text, /^2026-01-01T00:00:01.000Z one$/m);
  });

  const withoutLog = [
    {
      state: { waiting: { reason: 'ImagePullBackOff' } },
      message: 'container "app" in pod "web" is waiting to start: trying and failing to pull image',
    },
    {
      state: { waiting: { reason: 'ErrImagePull' } },
      message: 'container "app" in pod "web" is waiting to start: image can\'t be pulled',
    },
    {
      state: { waiting: { reason: 'ContainerCreating' } },
      message: 'container "app" in pod "web" is waiting to start: ContainerCreating',
    },
    {
      state: RUNNING,
      query: '?previous=true',
      message: 'previous terminated container "app" in pod "web" not found',
    },
    { state: RUNNING, query: '?container=x', message: 'container x is not valid for pod web' },
  ];
  for (const { state, query = '', message } of withoutLog) {
    it(`refuses a log: ${message}`, async () => {
      await using test = await startTestApi();
      withPod(test, state);
      const { status, json } = await test.admin.ask(`${POD}/log${query}`);
      equal(status, 400);
      equal((json as { message: string }).message, message);
    });
  }

  it('evicts a pod, unless a disruption budget forbids it', async () => {
    await using test = await startTestApi();
    withPod(test, RUNNING);
    const selector = { matchLabels: { app: 'web' } };
    const budget = { namespace: 'shop', name: 'web' };
    test.objects.create(POD_DISRUPTION_BUDGETS, { metadata: budget, spec: { selector, minAvailable: 1 } });
    const ask = {
      method: 'POST',
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web' } },
    };
    const { status, json } = await test.admin.ask(`${POD}/eviction`, ask);
    equal(status, 429);
    match(JSON.stringify(json), /"reason":"DisruptionBudget"/);
    test.objects.delete(POD_DISRUPTION_BUDGETS, budget);
    equal((await test.admin.ask(`${POD}/eviction`, ask)).status, 201);
    equal(test.objects.get(PODS, WEB)?.metadata.deletionTimestamp === undefined, false);
  });

  it('makes a token for a service account', async () => {
    await using test = await startTestApi();
    test.objects.create(SERVICE_ACCOUNTS, { metadata: { name: 'robot', namespace: 'shop' } });
    const path = '/api/v1/namespaces/shop/serviceaccounts/robot/token';
    const { status, json } = await test.admin.ask(path, { method: 'POST', body: { spec: {} } });
    equal(status, 201);
    const [, claims = ''] = (json as { status: { token: string } }).status.token.split('.');
    match(Buffer.from(claims, 'base64url').toString(), /"sub":"system:serviceaccount:shop:robot"/);
  });

  for (const name of ['attach', 'exec', 'portforward']) {
    it(`says why ${name} is no use`, async () => {
      await using test = await startTestApi();
      equal((await test.admin.ask(`${POD}/${name}`, { method: 'POST' })).status, 404);
      withPod(test, RUNNING);
      const { status, json } = await test.admin.ask(`${POD}/${name}?container=app`, { method: 'POST' });
      equal(status, 501);
      match(
        (json as { message: string }).message,
        /^the containers of this sandbox are simulated: in pod web /,
      );
    });
  }

  it('has no other subresources', async () => {
    await using test = await startTestApi();
    withPod(test, RUNNING);
    equal((await test.admin.ask(`${POD}/scale`)).status, 404);
    equal((await test.admin.ask(`${POD}/log`, { method: 'POST', body: {} })).status, 405);
  });
});
