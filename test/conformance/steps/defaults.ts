import {
  cronJob,
  daemonSet,
  deployment,
  gatedPod,
  GATED_POD_SPEC,
  job,
  replicaSet,
  replicationController,
  statefulSet,
} from '../bodies.ts';
import { post, valueAt, type StepGroup } from '../step.ts';

const APPS = '/apis/apps/v1/namespaces/{ns}';
const BATCH = '/apis/batch/v1/namespaces/{ns}';
const CORE = '/api/v1/namespaces/{ns}';
const DRY = '?dryRun=All';

const PROBE = { httpGet: { port: 80 } };

/** A pod with most of what has defaults. */
const RICH_POD = {
  ...GATED_POD_SPEC,
  initContainers: [{ name: 'init', image: 'registry.example/init@sha256:' + 'a'.repeat(64) }],
  containers: [
    {
      name: 'app',
      image: 'registry.example/app',
      ports: [{ containerPort: 80 }],
      env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      livenessProbe: PROBE,
      resources: { limits: { cpu: '500m', memory: '64Mi' } },
      volumeMounts: [{ name: 'secret', mountPath: '/secret' }],
    },
  ],
  volumes: [
    { name: 'secret', secret: { secretName: 'x' } },
    { name: 'map', configMap: { name: 'x' } },
    { name: 'empty', emptyDir: {} },
    { name: 'models', image: { reference: 'registry.example/models:1' } },
    { name: 'host', hostPath: { path: '/x' } },
    { name: 'both', projected: { sources: [{ secret: { name: 'x' } }] } },
  ],
};

export const DEFAULTS: StepGroup = {
  name: 'defaults',
  steps: [
    post('of a pod', `${CORE}/pods${DRY}`, gatedPod('app')),
    post('of a pod with much in it', `${CORE}/pods${DRY}`, { metadata: { name: 'app' }, spec: RICH_POD }),
    post('of a Deployment', `${APPS}/deployments${DRY}`, deployment('web')),
    post(
      'of a Deployment that says nothing',
      `${APPS}/deployments${DRY}`,
      deployment('web', { replicas: null }),
    ),
    post(
      'of a Deployment with a surge',
      `${APPS}/deployments${DRY}`,
      deployment('web', {
        strategy: { rollingUpdate: { maxSurge: 1 } },
      }),
    ),
    post('of a ReplicaSet', `${APPS}/replicasets${DRY}`, replicaSet('web')),
    post('of a ReplicationController', `${CORE}/replicationcontrollers${DRY}`, replicationController('web')),
    post('of a StatefulSet', `${APPS}/statefulsets${DRY}`, statefulSet('db')),
    post('of a DaemonSet', `${APPS}/daemonsets${DRY}`, daemonSet('agent')),
    post('of a Job', `${BATCH}/jobs${DRY}`, job('work')),
    post(
      'of an indexed Job',
      `${BATCH}/jobs${DRY}`,
      job('work', { completionMode: 'Indexed', completions: 2 }),
    ),
    post('of a CronJob', `${BATCH}/cronjobs${DRY}`, cronJob('nightly')),
    post('of a service account', `${CORE}/serviceaccounts${DRY}`, {
      metadata: { name: 'robot' },
      imagePullSecrets: [{ name: 'login' }],
    }),
    post('of a quota', `${CORE}/resourcequotas${DRY}`, {
      metadata: { name: 'few' },
      spec: { hard: { pods: '2' } },
    }),
    post('of a disruption budget', `/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets${DRY}`, {
      metadata: { name: 'web' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    }),
    post('of a Secret', `${CORE}/secrets${DRY}`, { metadata: { name: 'text' }, stringData: { a: 'b' } }),
    post('of a namespace', `/api/v1/namespaces${DRY}`, { metadata: { name: 'conformance-dry' } }),
    post('of an event', `${CORE}/events${DRY}`, {
      metadata: { name: 'seen' },
      involvedObject: { kind: 'Pod', name: 'app', namespace: '{ns}' },
      reason: 'Seen',
      message: 'it was seen',
      type: 'Normal',
    }),
    post(
      'of a custom resource definition',
      `/apis/apiextensions.k8s.io/v1/customresourcedefinitions${DRY}`,
      {
        metadata: { name: 'dries.conformance.example' },
        spec: {
          group: 'conformance.example',
          scope: 'Namespaced',
          names: { plural: 'dries', kind: 'Dry' },
          versions: [
            { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
          ],
        },
      },
      { compared: (body) => valueAt(body, 'spec') },
    ),
  ],
};
