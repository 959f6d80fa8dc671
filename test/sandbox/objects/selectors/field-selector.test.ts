import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  DEPLOYMENTS,
  EVENTS,
  JOBS,
  NODES,
  PODS,
  SECRETS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import { parseFieldSelector } from '../../../../src/sandbox/objects/selectors/field-selector.ts';
import { refusal } from '../some-objects.ts';

const METADATA = { name: 'x', namespace: 'shop' };

/** Selected by none of them. */
const OTHER = { metadata: { name: 'y' }, spec: { nodeName: 'm', hostNetwork: true } };

interface Case {
  readonly resource: ApiResource;
  readonly text: string;
  readonly object: object;
}

const SELECTING: readonly Case[] = [
  { resource: PODS, text: 'metadata.name=x,metadata.namespace==shop', object: {} },
  { resource: PODS, text: 'spec.nodeName=', object: { spec: {} } },
  { resource: PODS, text: 'spec.nodeName=n,status.phase!=Running', object: { spec: { nodeName: 'n' } } },
  { resource: PODS, text: 'spec.hostNetwork=false', object: { spec: {} } },
  { resource: SECRETS, text: 'type=Opaque', object: { type: 'Opaque' } },
  { resource: NODES, text: 'spec.unschedulable=true', object: { spec: { unschedulable: true } } },
  { resource: JOBS, text: 'status.successful=2', object: { status: { succeeded: 2 } } },
  {
    resource: EVENTS,
    text: 'involvedObject.name=web,involvedObject.kind=Pod,reason=Pulled,source=kubelet',
    object: {
      involvedObject: { kind: 'Pod', name: 'web' },
      reason: 'Pulled',
      source: { component: 'kubelet' },
    },
  },
];

describe('parseFieldSelector', () => {
  for (const { resource, text, object } of SELECTING) {
    it(`selects ${resource.plural} by "${text}"`, () => {
      const selects = parseFieldSelector(resource, text);
      assert.equal(selects({ metadata: METADATA, ...object }), true);
      assert.equal(selects(OTHER), false);
    });
  }

  const refused: readonly [ApiResource, string, string][] = [
    [PODS, 'spec.image=x', 'field label not supported: spec.image'],
    [
      DEPLOYMENTS,
      'spec.replicas=1',
      '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    [JOBS, 'status.phase=x', 'field label "status.phase" not supported for Job'],
    [PODS, 'x', "invalid selector: 'x'; can't understand 'x'"],
  ];
  for (const [resource, text, message] of refused) {
    it(`refuses ${resource.plural} by "${text}"`, () => {
      const failure = refusal(() => parseFieldSelector(resource, text));
      assert.deepEqual([failure.code, failure.message], [400, message]);
    });
  }
});
