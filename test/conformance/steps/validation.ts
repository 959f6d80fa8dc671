import { cronJob, deployment, GATED_POD_SPEC, job, POD_SPEC, statefulSet, TEMPLATE } from '../bodies.ts';
import { post, put, type Step, type StepGroup } from '../step.ts';

const APPS = '/apis/apps/v1/namespaces/{ns}';
const BATCH = '/apis/batch/v1/namespaces/{ns}';
const CORE = '/api/v1/namespaces/{ns}';

/** Tries to create a Deployment; nothing is stored. */
function refused(name: string, changes: object): Step {
  return post(name, `${APPS}/deployments?dryRun=All`, deployment('web', changes));
}

function templateOf(spec: object): object {
  return { template: { ...TEMPLATE, spec: { ...POD_SPEC, ...spec } } };
}

function containers(...list: readonly object[]): object {
  return templateOf({ containers: list });
}

const APP = { name: 'app', image: 'registry.example/app:1' };

export const VALIDATION: StepGroup = {
  name: 'validation',
  steps: [
    post('unknown fields, strict', `${APPS}/deployments?dryRun=All&fieldValidation=Strict`, {
      ...deployment('web', { replicaz: 1, ...templateOf({ imagePullSecret: [] }) }),
    }),
    post(
      'unknown fields, warned of',
      `${APPS}/deployments?dryRun=All&fieldValidation=Warn`,
      {
        ...deployment('web', { replicaz: 1, ...templateOf({ imagePullSecret: [] }) }),
      },
      { compared: () => '' },
    ),
    post('unknown fields, by default', `${APPS}/deployments?dryRun=All`, deployment('web', { replicaz: 1 }), {
      compared: () => '',
    }),
    post(
      'unknown fields, ignored',
      `${APPS}/deployments?dryRun=All&fieldValidation=Ignore`,
      deployment('web', { replicaz: 1 }),
    ),
    post(
      'unknown fields, validated in an unknown way',
      `${APPS}/deployments?fieldValidation=Maybe`,
      deployment('web'),
    ),
    post(
      'a field twice, strict',
      `${CORE}/configmaps?fieldValidation=Strict`,
      '{"metadata": {"name": "twice"}, "data": {"a": "1"}, "data": {"a": "2"}}',
    ),
    refused('a number that is text', { replicas: 'two' }),
    refused('a number below zero', { replicas: -1 }),
    refused('a selector that the template does not match', { selector: { matchLabels: { app: 'other' } } }),
    refused('no selector', { selector: null }),
    refused('no containers', templateOf({ containers: [] })),
    refused('two containers of one name', containers(APP, APP)),
    refused('a container without a name', containers({ image: APP.image })),
    refused('a container without an image', containers({ name: 'app' })),
    refused('a bad container name', containers({ ...APP, name: 'A B' })),
    refused('an image with a space', containers({ ...APP, image: ' registry.example/app:1' })),
    refused('an unknown pull policy', containers({ ...APP, imagePullPolicy: 'Sometimes' })),
    refused('a bad quantity', containers({ ...APP, resources: { requests: { cpu: 'much' } } })),
    refused(
      'more requested than the limit',
      containers({
        ...APP,
        resources: { requests: { cpu: '2' }, limits: { cpu: '1' } },
      }),
    ),
    refused('a restart policy that Deployments have not', templateOf({ restartPolicy: 'Never' })),
    refused(
      'a mount of a volume that is not there',
      containers({
        ...APP,
        volumeMounts: [{ name: 'none', mountPath: '/x' }],
      }),
    ),
    refused(
      'a volume of no kind and an image volume without reference',
      templateOf({
        volumes: [{ name: 'a', image: {} }],
      }),
    ),
    refused('both strategies', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    refused('no way to roll', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    post('a name that is too long', `${APPS}/deployments?dryRun=All`, deployment('x'.repeat(254))),
    post(
      'a StatefulSet with a bad policy',
      `${APPS}/statefulsets?dryRun=All`,
      statefulSet('db', {
        podManagementPolicy: 'Sometimes',
      }),
    ),
    post(
      'a Job that restarts always',
      `${BATCH}/jobs?dryRun=All`,
      job('work', {
        template: { spec: { ...POD_SPEC, restartPolicy: 'Always' } },
      }),
    ),
    post(
      'a Job without a restart policy',
      `${BATCH}/jobs?dryRun=All`,
      job('work', { template: { spec: POD_SPEC } }),
    ),
    post(
      'an indexed Job without completions',
      `${BATCH}/jobs?dryRun=All`,
      job('work', { completionMode: 'Indexed' }),
    ),
    post(
      'a CronJob with a bad schedule',
      `${BATCH}/cronjobs?dryRun=All`,
      cronJob('often', { schedule: 'often' }),
    ),
    post('a pod with a service account that is not there', `${CORE}/pods?dryRun=All`, {
      metadata: { name: 'app' },
      spec: { ...GATED_POD_SPEC, serviceAccountName: 'none' },
    }),
    post('a suspended Job', `${BATCH}/jobs`, job('fixed'), { compared: () => '' }),
    put(
      'another template for a Job',
      `${BATCH}/jobs/fixed`,
      job('fixed', {
        template: { spec: { ...POD_SPEC, restartPolicy: 'OnFailure' } },
      }),
      { compared: messageStart },
    ),
    post('a StatefulSet', `${APPS}/statefulsets`, statefulSet('db'), { compared: () => '' }),
    put(
      'another service for a StatefulSet',
      `${APPS}/statefulsets/db`,
      statefulSet('db', { serviceName: 'other' }),
      {
        compared: messageStart,
      },
    ),
  ],
};

/** In the middle of such a message stands a whole template as Go prints it. */
function messageStart(body: unknown): unknown {
  const { reason, code, message } = body as {
    readonly reason?: string;
    readonly code?: number;
    readonly message?: string;
  };
  const end = message?.replace(/^.*\}/s, '').slice(-60);
  return { reason, code, message: message?.slice(0, 60), end };
}
