import { configMap, deployment, gatedPod, isSettled } from '../bodies.ts';
import { get, patch, post, put, valueAt, without, type StepGroup } from '../step.ts';

const CORE = '/api/v1/namespaces/{ns}';
const APPS = '/apis/apps/v1/namespaces/{ns}';

/** Nobody listens there: its image is never pulled. */
const STUCK_POD = {
  metadata: { name: 'stuck' },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'app', image: 'localhost:1/none:1' }] },
};

export const SUBRESOURCES: StepGroup = {
  name: 'subresources',
  steps: [
    post('a Deployment', `${APPS}/deployments`, deployment('web'), { compared: () => '' }),
    get('the Deployment, settled', `${APPS}/deployments/web`, { until: isSettled, compared: () => '' }),
    get('its scale', `${APPS}/deployments/web/scale`),
    patch(['merge', 'a patch of the scale'], `${APPS}/deployments/web/scale?dryRun=All`, {
      spec: { replicas: 2 },
    }),
    patch(['merge', 'a scale below zero'], `${APPS}/deployments/web/scale`, { spec: { replicas: -1 } }),
    put('a put of the scale', `${APPS}/deployments/web/scale?dryRun=All`, {
      metadata: { name: 'web', namespace: '{ns}' },
      spec: { replicas: 3 },
    }),
    get('its status', `${APPS}/deployments/web/status`, { compared: (body) => valueAt(body, 'status') }),
    patch(
      ['merge', 'a patch of the status'],
      `${APPS}/deployments/web/status?dryRun=All`,
      {
        status: { collisionCount: 3 },
        spec: { replicas: 7 },
      },
      { compared: (body) => ({ replicas: valueAt(body, 'spec.replicas'), status: valueAt(body, 'status') }) },
    ),
    patch(
      ['merge', 'a patch of the status by the way'],
      `${APPS}/deployments/web?dryRun=All`,
      { status: { collisionCount: 3 } },
      {
        compared: (body) => valueAt(body, 'status'),
      },
    ),
    post('a ConfigMap', `${CORE}/configmaps`, configMap('one'), { compared: () => '' }),
    get('the scale of what has none', `${CORE}/configmaps/one/scale`),
    patch(['merge', 'the status of what has none'], `${CORE}/configmaps/one/status`, {}),
    get('the scale of what is not there', `${APPS}/deployments/none/scale`),
    post('a pod on no node', `${CORE}/pods`, gatedPod('waits'), { compared: () => '' }),
    get('its log', `${CORE}/pods/waits/log`),
    get('the log of a container that it has not', `${CORE}/pods/waits/log?container=none`),
    get('the log of a pod that is not there', `${CORE}/pods/none/log`),
    post('a pod that cannot pull', `${CORE}/pods`, STUCK_POD, { compared: () => '' }),
    get('it, waiting', `${CORE}/pods/stuck`, {
      until: (body) =>
        valueAt(body, 'status.containerStatuses.0.state.waiting.reason') === 'ImagePullBackOff',
      compared: waitingStatus,
    }),
    get('the log of a container that waits', `${CORE}/pods/stuck/log?container=app`),
    {
      name: 'delete it',
      method: 'DELETE',
      path: `${CORE}/pods/stuck`,
      body: { gracePeriodSeconds: 0 },
      compared: () => '',
    },
  ],
};

/** The message of a pull that failed is the container runtime's. */
function waitingStatus(body: unknown): unknown {
  const { phase, conditions, containerStatuses, qosClass } = valueAt(body, 'status') as Readonly<
    Record<string, unknown>
  >;
  const reason = valueAt(containerStatuses, '0.state.waiting.reason');
  const container = without(valueAt(containerStatuses, '0'), 'state');
  return { phase, conditions, qosClass, reason, container };
}
