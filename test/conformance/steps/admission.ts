import { deployment, gatedPod, isSettled, POD_SPEC } from '../bodies.ts';
import { get, patch, post, valueAt, type StepGroup } from '../step.ts';

const CORE = '/api/v1/namespaces/{ns}';
const APPS = '/apis/apps/v1/namespaces/{ns}';

const SECURITY = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const RESTRICTED = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ ...POD_SPEC.containers[0], securityContext: SECURITY }],
};

const PRIVILEGED = {
  hostNetwork: true,
  volumes: [{ name: 'host', hostPath: { path: '/x' } }],
  containers: [
    {
      ...POD_SPEC.containers[0],
      securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
    },
  ],
};

export const POD_SECURITY: StepGroup = {
  name: 'pod-security',
  labels: {
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  },
  steps: [
    post('an ordinary pod', `${CORE}/pods`, gatedPod('ordinary')),
    post('a privileged pod', `${CORE}/pods`, { metadata: { name: 'privileged' }, spec: PRIVILEGED }),
    post('a restricted pod', `${CORE}/pods?dryRun=All`, {
      metadata: { name: 'restricted' },
      spec: { ...gatedPod('x').spec, ...RESTRICTED },
    }),
    post('a Deployment of ordinary pods', `${APPS}/deployments?dryRun=All`, deployment('ordinary'), {
      compared: () => '',
    }),
    post(
      'a Deployment of restricted pods',
      `${APPS}/deployments?dryRun=All`,
      deployment('restricted', {
        template: { metadata: { labels: { app: 'web' } }, spec: RESTRICTED },
      }),
      { compared: () => '' },
    ),
    post('a pod with a root user', `${CORE}/pods`, {
      metadata: { name: 'root' },
      spec: { ...RESTRICTED, securityContext: { ...RESTRICTED.securityContext, runAsUser: 0 } },
    }),
    patch(
      ['merge', 'a level that does not exist'],
      '/api/v1/namespaces/{ns}',
      {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'strictest' } },
      },
      { compared: (body) => ({ reason: valueAt(body, 'reason'), message: valueAt(body, 'message') }) },
    ),
  ],
};

export const BASELINE: StepGroup = {
  name: 'baseline',
  labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
  steps: [
    post('a privileged pod', `${CORE}/pods`, { metadata: { name: 'privileged' }, spec: PRIVILEGED }),
    post('an ordinary pod', `${CORE}/pods`, gatedPod('ordinary'), { compared: () => '' }),
  ],
};

export const QUOTAS: StepGroup = {
  name: 'quotas',
  steps: [
    post(
      'a quota',
      `${CORE}/resourcequotas`,
      { metadata: { name: 'few' }, spec: { hard: { pods: '1' } } },
      {
        compared: () => '',
      },
    ),
    get('the quota, counted', `${CORE}/resourcequotas/few`, {
      until: (body) => valueAt(body, 'status.used') !== undefined,
    }),
    post('a pod that fits', `${CORE}/pods`, gatedPod('fits'), { compared: () => '' }),
    post('a pod too many', `${CORE}/pods`, gatedPod('many')),
    get('the quota, used up', `${CORE}/resourcequotas/few`, {
      until: (body) => JSON.stringify(valueAt(body, 'status.used')).includes('"pods":"1"'),
    }),
  ],
};

export const DELETION: StepGroup = {
  name: 'deletion',
  steps: [
    post('a Deployment', `${APPS}/deployments`, deployment('web'), { compared: () => '' }),
    get('the Deployment, settled', `${APPS}/deployments/web`, { until: isSettled, compared: () => '' }),
    get('its ReplicaSet', `${APPS}/replicasets?labelSelector=app%3Dweb`, {
      until: (body) => JSON.stringify(body).includes('"observedGeneration":1'),
    }),
    {
      name: 'delete in the foreground',
      method: 'DELETE',
      path: `${APPS}/deployments/web`,
      body: { propagationPolicy: 'Foreground' },
    },
    get('the Deployment afterwards', `${APPS}/deployments/web`, {
      until: (body) => valueAt(body, 'code') === 404,
    }),
    get('its ReplicaSet afterwards', `${APPS}/replicasets?labelSelector=app%3Dweb`, {
      until: (body) => JSON.stringify(valueAt(body, 'items')) === '[]',
    }),
    post('another Deployment', `${APPS}/deployments`, deployment('web'), { compared: () => '' }),
    get('the other Deployment, settled', `${APPS}/deployments/web`, { until: isSettled, compared: () => '' }),
    { name: 'delete and orphan', method: 'DELETE', path: `${APPS}/deployments/web?propagationPolicy=Orphan` },
    get('its orphan', `${APPS}/replicasets?labelSelector=app%3Dweb`, {
      until: (body) =>
        valueAt(body, 'items.0') !== undefined &&
        valueAt(body, 'items.0.metadata.ownerReferences') === undefined,
      compared: (body) => valueAt(body, 'items.0.metadata'),
    }),
    {
      name: 'delete in an unknown way',
      method: 'DELETE',
      path: `${APPS}/replicasets/none?propagationPolicy=Somehow`,
    },
    { name: 'delete of a namespace', method: 'DELETE', path: '/api/v1/namespaces/{ns}' },
  ],
};
