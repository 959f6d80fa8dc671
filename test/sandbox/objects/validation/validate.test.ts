/** What is refused with 422, and in which words. */
import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  CONFIG_MAPS,
  CRON_JOBS,
  DEPLOYMENTS,
  JOBS,
  NAMESPACES,
  PODS,
  SECRETS,
  SERVICES,
} from '../../../../src/sandbox/objects/api-resources.ts';
import type { Draft } from '../../../../src/sandbox/objects/objects.ts';
import {
  jobDraft,
  NAMESPACE,
  named,
  podDraft,
  podSpec,
  refusal,
  someObjects,
  workloadDraft,
} from '../some-objects.ts';

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const MEBIBYTE = 1024 * 1024;
const LONG_LABEL = 'x'.repeat(64);

interface Case {
  readonly name: string;
  readonly resource: ApiResource;
  readonly draft: Draft;
  /** After `KIND "NAME" is invalid: `. */
  readonly problem: string;
}

const dockerConfig = (text: string | undefined): Draft => ({
  metadata: named('login'),
  type: 'kubernetes.io/dockerconfigjson',
  ...(text === undefined ? {} : { stringData: { '.dockerconfigjson': text } }),
});

const CASES: readonly Case[] = [
  {
    name: 'a name',
    resource: CONFIG_MAPS,
    draft: { metadata: named('A_b') },
    problem: `metadata.name: Invalid value: "A_b": ${SUBDOMAIN}`,
  },
  {
    name: 'no name',
    resource: CONFIG_MAPS,
    draft: { metadata: { namespace: NAMESPACE } },
    problem: 'metadata.name: Required value: name or generateName is required',
  },
  {
    name: 'a long label',
    resource: CONFIG_MAPS,
    draft: { metadata: { ...named('a'), labels: { a: LONG_LABEL } } },
    problem: `metadata.labels: Invalid value: "${LONG_LABEL}": must be no more than 63 bytes`,
  },
  {
    name: 'a key of an annotation',
    resource: CONFIG_MAPS,
    draft: { metadata: { ...named('a'), annotations: { '/x': '' } } },
    problem: 'metadata.annotations: Invalid value: "/x": prefix part must be non-empty',
  },
  {
    name: 'large annotations',
    resource: CONFIG_MAPS,
    draft: { metadata: { ...named('a'), annotations: { a: 'x'.repeat(MEBIBYTE / 4) } } },
    problem: 'metadata.annotations: Too long: may not be more than 262144 bytes',
  },
  {
    name: 'a large ConfigMap',
    resource: CONFIG_MAPS,
    draft: { metadata: named('a'), data: { a: 'x'.repeat(MEBIBYTE + 1) } },
    problem: ': Too long: may not be more than 1048576 bytes',
  },
  {
    name: 'a large Secret',
    resource: SECRETS,
    draft: { metadata: named('a'), stringData: { a: 'x'.repeat(MEBIBYTE + 1) } },
    problem: 'data: Too long: may not be more than 1048576 bytes',
  },
  {
    name: 'a docker config that is not JSON',
    resource: SECRETS,
    draft: dockerConfig('secret'),
    problem:
      'data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character \'s\' looking for beginning of value',
  },
  {
    name: 'no docker config',
    resource: SECRETS,
    draft: dockerConfig(undefined),
    problem: 'data[.dockerconfigjson]: Required value',
  },
  {
    name: 'no containers',
    resource: PODS,
    draft: podDraft('web', { containers: [] }),
    problem: 'spec.containers: Required value',
  },
  {
    name: 'no image',
    resource: DEPLOYMENTS,
    draft: workloadDraft('web', {
      template: { metadata: { labels: { app: 'web' } }, spec: podSpec({ image: '' }) },
    }),
    problem: 'spec.template.spec.containers[0].image: Required value',
  },
  {
    name: 'an image with blanks in a pod',
    resource: PODS,
    draft: podDraft('web', podSpec({ image: 'app ' })),
    problem: 'spec.containers[0].image: Invalid value: "app ": must not have leading or trailing whitespace',
  },
  {
    name: 'two containers of one name',
    resource: PODS,
    draft: podDraft('web', { initContainers: [{ name: 'app', image: 'b' }] }),
    problem: 'spec.initContainers[0].name: Duplicate value: "app"',
  },
  {
    name: 'a volume that is not there',
    resource: PODS,
    draft: podDraft('web', {
      ...podSpec({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
      automountServiceAccountToken: false,
    }),
    problem: 'spec.containers[0].volumeMounts[0].name: Not found: "v"',
  },
  {
    name: 'a pull policy',
    resource: PODS,
    draft: podDraft('web', podSpec({ imagePullPolicy: 'Sometimes' })),
    problem:
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
  },
  {
    name: 'no selector',
    resource: DEPLOYMENTS,
    draft: workloadDraft('web', { selector: undefined }),
    problem:
      '[spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`]',
  },
  {
    name: 'a strategy that is two',
    resource: DEPLOYMENTS,
    draft: workloadDraft('web', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    problem:
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  },
  {
    name: 'a strategy that goes nowhere',
    resource: DEPLOYMENTS,
    draft: workloadDraft('web', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    problem:
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
  },
  {
    name: 'no selector and template',
    resource: DEPLOYMENTS,
    draft: { metadata: named('web') },
    problem: '[spec.selector: Required value, spec.template: Required value]',
  },
  {
    name: 'a selector that does not match',
    resource: DEPLOYMENTS,
    draft: workloadDraft('web', { selector: { matchLabels: { app: 'other' } } }),
    problem:
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  },
  {
    name: 'a restart policy of a Deployment',
    resource: DEPLOYMENTS,
    draft: workloadDraft('web', {
      template: { metadata: { labels: { app: 'web' } }, spec: { ...podSpec(), restartPolicy: 'Never' } },
    }),
    problem: 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  },
  {
    name: 'no restart policy of a Job',
    resource: JOBS,
    draft: jobDraft('copy', { template: { spec: podSpec() } }),
    problem: 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  },
  {
    name: 'an indexed Job without completions',
    resource: JOBS,
    draft: jobDraft('copy', { completionMode: 'Indexed', parallelism: 2 }),
    problem: 'spec.completions: Required value: when completion mode is Indexed',
  },
  {
    name: 'a schedule',
    resource: CRON_JOBS,
    draft: {
      metadata: named('c'),
      spec: { schedule: 'daily', jobTemplate: { spec: jobDraft('c').spec } },
    },
    problem: 'spec.schedule: Invalid value: "daily": expected exactly 5 fields, found 1: [daily]',
  },
];

describe('validation', () => {
  for (const { name, resource, draft, problem } of CASES) {
    it(`refuses ${name}`, () => {
      const { code, reason, message } = refusal(() => someObjects().create(resource, draft));
      const { kind, group } = resource;
      const words = `${group === '' ? kind : `${kind}.${group}`} "${draft.metadata.name ?? ''}" is invalid: `;
      assert.deepEqual([code, reason, message], [422, 'Invalid', words + problem]);
    });
  }

  it('gives the causes', () => {
    const { details } = refusal(() => someObjects().create(PODS, podDraft('web', { containers: [] })));
    assert.deepEqual(details, {
      name: 'web',
      kind: 'Pod',
      causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers' }],
    });
  });

  it('takes pull Secrets without names, as the API server does', () => {
    const imagePullSecrets = [{}, { name: '' }, { name: 'login' }];
    const { spec } = someObjects().create(PODS, podDraft('web', { imagePullSecrets }));
    assert.deepEqual(spec?.imagePullSecrets, imagePullSecrets);
  });

  it('wants short names for what needs them', () => {
    const dotted = { metadata: { name: 'a.b' } };
    assert.match(refusal(() => someObjects().create(NAMESPACES, dotted)).message, /RFC 1123 label/);
    const digit = { metadata: named('1a'), spec: { ports: [{ port: 1 }] } };
    assert.match(refusal(() => someObjects().create(SERVICES, digit)).message, /DNS-1035 label/);
    const long = {
      metadata: named('x'.repeat(53)),
      spec: { schedule: '@daily', jobTemplate: { spec: jobDraft('c').spec } },
    };
    assert.match(refusal(() => someObjects().create(CRON_JOBS, long)).message, /no more than 52 characters/);
  });
});
