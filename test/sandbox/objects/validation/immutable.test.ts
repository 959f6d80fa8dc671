/** What may not be changed. */
import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  PODS,
  SECRETS,
  STATEFUL_SETS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import type { Draft } from '../../../../src/sandbox/objects/objects.ts';
import {
  jobDraft,
  merging,
  named,
  podDraft,
  podSpec,
  refusal,
  someObjects,
  workloadDraft,
} from '../some-objects.ts';

interface Case {
  readonly name: string;
  readonly resource: ApiResource;
  readonly draft: Draft;
  /** A merge patch. */
  readonly change: object;
  /** What the message has; absent when the change is accepted. */
  readonly refused?: RegExp;
}

const TEMPLATE = { metadata: { labels: { app: 'x' } }, spec: podSpec({ image: 'new.example/app:1' }) };
const LOGIN: Draft = { metadata: named('x'), stringData: { a: 'b' } };
const POD = podDraft('x', { activeDeadlineSeconds: 100 });

const CASES: readonly Case[] = [
  {
    name: 'the selector of a Deployment',
    resource: DEPLOYMENTS,
    draft: workloadDraft('x'),
    change: {
      spec: { selector: { matchLabels: { b: 'c' } }, template: { metadata: { labels: { b: 'c' } } } },
    },
    refused: /spec\.selector: Invalid value: \{"matchLabels":\{"app":"x","b":"c"\}\}: field is immutable/,
  },
  {
    name: 'the selector of a DaemonSet',
    resource: DAEMON_SETS,
    draft: workloadDraft('x'),
    change: {
      spec: { selector: { matchLabels: { b: 'c' } }, template: { metadata: { labels: { b: 'c' } } } },
    },
    refused: /spec\.selector: .*field is immutable/,
  },
  {
    name: 'the service of a StatefulSet',
    resource: STATEFUL_SETS,
    draft: workloadDraft('x'),
    change: { spec: { serviceName: 'y' } },
    refused:
      /spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', .* and 'minReadySeconds' are forbidden$/,
  },
  {
    name: 'the template of a StatefulSet',
    resource: STATEFUL_SETS,
    draft: workloadDraft('x'),
    change: { spec: { template: TEMPLATE } },
  },
  {
    name: 'the template of a Job',
    resource: JOBS,
    draft: jobDraft('x'),
    change: { spec: { template: { spec: podSpec({ image: 'b' }) } } },
    refused: /spec\.template: Invalid value: .*: field is immutable$/,
  },
  {
    name: 'the image of a suspended Job',
    resource: JOBS,
    draft: jobDraft('x', { suspend: true }),
    change: { spec: { template: { spec: podSpec({ image: 'b' }) } } },
    refused: /spec\.template: Invalid value: .*: field is immutable$/,
  },
  {
    name: 'the nodes of a suspended Job',
    resource: JOBS,
    draft: jobDraft('x', { suspend: true }),
    change: { spec: { template: { spec: { nodeSelector: { a: 'b' } } } } },
  },
  {
    name: 'the parallelism of a Job',
    resource: JOBS,
    draft: jobDraft('x'),
    change: { spec: { parallelism: 3 } },
  },
  {
    name: 'the type of a Secret',
    resource: SECRETS,
    draft: LOGIN,
    change: { type: 'example.com/x' },
    refused: /type: Invalid value: "example\.com\/x": field is immutable/,
  },
  { name: 'the data of a Secret', resource: SECRETS, draft: LOGIN, change: { data: { a: 'eA==' } } },
  {
    name: 'the data of an immutable Secret',
    resource: SECRETS,
    draft: { ...LOGIN, immutable: true },
    change: { data: { a: 'eA==' } },
    refused: /data: Forbidden: field is immutable when `immutable` is set/,
  },
  {
    name: 'that a Secret is immutable',
    resource: SECRETS,
    draft: { ...LOGIN, immutable: true },
    change: { immutable: null },
    refused: /immutable: Forbidden/,
  },
  {
    name: 'the deadline of a pod to less',
    resource: PODS,
    draft: POD,
    change: { spec: { activeDeadlineSeconds: 50 } },
  },
  {
    name: 'the deadline of a pod to more',
    resource: PODS,
    draft: POD,
    change: { spec: { activeDeadlineSeconds: 500 } },
    refused: /spec\.activeDeadlineSeconds: Invalid value: 500: must be less than or equal to previous value/,
  },
  {
    name: 'the network of a pod',
    resource: PODS,
    draft: POD,
    change: { spec: { hostNetwork: true } },
    refused: /spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
  },
  {
    name: 'the number of containers of a pod',
    resource: PODS,
    draft: POD,
    change: { spec: { containers: [] } },
    refused: /spec\.containers: Forbidden: pod updates may not add or remove containers/,
  },
  {
    name: 'the node of a pod that has none',
    resource: PODS,
    draft: POD,
    change: { spec: { nodeName: 'n' } },
  },
  {
    name: 'the node of a pod that has one',
    resource: PODS,
    draft: podDraft('x', { nodeName: 'n' }),
    change: { spec: { nodeName: 'm' } },
    refused: /pod updates may not change/,
  },
];

describe('immutable fields', () => {
  for (const { name, resource, draft, change, refused } of CASES) {
    it(`${refused === undefined ? 'lets' : 'does not let'} ${name} change`, () => {
      const objects = someObjects();
      objects.create(resource, draft);
      const write = () => objects.update(resource, named('x'), merging(change));
      if (refused === undefined) assert.notEqual(write().metadata.resourceVersion, '2');
      else assert.match(refusal(write).message, refused);
    });
  }

  it('lets the images of a pod change', () => {
    const objects = someObjects();
    objects.create(PODS, POD);
    const { spec } = objects.update(PODS, named('x'), (pod) => ({
      ...pod,
      spec: {
        ...pod.spec,
        containers: (pod.spec?.containers ?? []).map((container) => ({
          ...container,
          image: 'new.example/app:1',
        })),
      },
    }));
    assert.equal(spec?.containers[0]?.image, 'new.example/app:1');
  });
});
