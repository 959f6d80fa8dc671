import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEPLOYMENTS,
  EVENTS,
  PODS,
  RESOURCE_QUOTAS,
  SECRETS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import { decode } from '../../../../src/sandbox/objects/decode/decode.ts';
import type { FieldValidation } from '../../../../src/sandbox/objects/decode/field-validation.ts';
import { parseJson } from '../../../../src/sandbox/objects/json/parse-json.ts';
import { refusal } from '../some-objects.ts';

const GADGETS: ApiResource = {
  group: 'example.com',
  version: 'v1',
  kind: 'Gadget',
  plural: 'gadgets',
  singular: 'gadget',
  namespaced: true,
  hasStatus: false,
  openApiSchema: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          size: { type: 'integer' },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
};

describe('decode', () => {
  it('leaves out what the kind does not know, and what is null or empty', () => {
    const spec = {
      nodeName: '',
      imagePullSecrets: [],
      tolerations: null,
      nodeSelector: {},
      colour: 'red',
      securityContext: {},
      containers: [{ name: 'app', env: [{ name: 'A', value: '' }], imag: 'x' }],
    };
    const { draft } = decoded(PODS, { metadata: { name: 'web', labels: { a: '' }, owner: 'me' }, spec });
    assert.deepEqual(draft, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', labels: { a: '' } },
      spec: { securityContext: {}, containers: [{ name: 'app', env: [{ name: 'A' }] }] },
    });
  });

  it('keeps of a custom resource what its schema knows or leaves open', () => {
    const spec = { size: 'wrong type', colour: 'red', free: { a: { b: null } }, labels: { x: 'y' } };
    const { draft, warnings } = decoded(GADGETS, { metadata: { name: 'g', foo: 1 }, spec });
    const { colour, ...known } = spec;
    assert.deepEqual(draft.spec, known, colour);
    assert.deepEqual(warnings, ['unknown field "metadata.foo"', 'unknown field "spec.colour"']);
  });

  it('knows schemas that contain themselves, and events', () => {
    const openAPIV3Schema = {
      type: 'object',
      properties: { spec: { type: 'object', 'x-kubernetes-int-or-string': true } },
    };
    const spec = { versions: [{ name: 'v1', schema: { openAPIV3Schema } }] };
    assert.deepEqual(decoded(CUSTOM_RESOURCE_DEFINITIONS, { metadata: {}, spec }).draft.spec, spec);
    const event = { metadata: {}, involvedObject: { kind: 'Pod' }, reason: 'Pulled' };
    assert.deepEqual(decoded(EVENTS, event).warnings, []);
  });

  describe('of unknown and duplicate fields', () => {
    const text =
      '{"metadata":{"name":"w"},"spec":{"replicas":1,"replicas":2,"template":{"spec":{"containers":[{"imag":"x"}]}}}}';
    const problems = [
      'duplicate field "spec.replicas"',
      'unknown field "spec.template.spec.containers[0].imag"',
    ];

    it('warns', () => {
      assert.deepEqual(decode(DEPLOYMENTS, parseJson(text)).warnings, problems);
    });

    it('says nothing when they are to be ignored', () => {
      assert.deepEqual(decode(DEPLOYMENTS, parseJson(text), 'Ignore').warnings, []);
    });

    it('refuses all when it is to be strict', () => {
      const { code, message } = refusal(() => decode(DEPLOYMENTS, parseJson(text), 'Strict'));
      const words = 'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error';
      assert.deepEqual([code, message], [400, `${words}: ${problems.join(', ')}`]);
    });
  });

  const mistyped: readonly [string, object, string][] = [
    [
      'a number',
      { spec: { replicas: '3' } },
      'string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'a fraction',
      { spec: { replicas: 1.5 } },
      'number into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    ['an object', { spec: [] }, 'array into Go struct field Deployment.spec of type v1.DeploymentSpec'],
    [
      'a text in a list',
      { spec: { template: { spec: { containers: [{ image: 1 }] } } } },
      'number into Go struct field Container.spec.template.spec.containers.image of type string',
    ],
    [
      'a list',
      { spec: { template: { spec: { containers: {} } } } },
      'object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
    [
      'a label',
      { metadata: { labels: { a: 1 } } },
      'number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
  ];
  for (const [name, value, reason] of mistyped) {
    it(`refuses something else than ${name}, even when all is ignored`, () => {
      const { code, message } = refusal(() => decoded(DEPLOYMENTS, value, 'Ignore'));
      const words = 'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal';
      assert.deepEqual([code, message], [400, `${words} ${reason}`]);
    });
  }

  it('takes numbers for quantities and ports by name', () => {
    const container = { resources: { limits: { cpu: 1 } }, livenessProbe: { httpGet: { port: 'http' } } };
    const { draft } = decoded(PODS, { metadata: {}, spec: { containers: [container] } });
    assert.deepEqual(draft.spec, { containers: [container] });
  });

  const unreadable: readonly [string, ApiResource, object, string][] = [
    ['base64', SECRETS, { data: { a: 'a%b=' } }, 'illegal base64 data at input byte 1'],
    [
      'a quantity',
      RESOURCE_QUOTAS,
      { spec: { hard: { cpu: 'much' } } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
  ];
  for (const [name, resource, value, reason] of unreadable) {
    it(`refuses what is not ${name}`, () => {
      const { code, message } = refusal(() => decoded(resource, value));
      const { kind } = resource;
      assert.deepEqual(
        [code, message],
        [400, `${kind} in version "v1" cannot be handled as a ${kind}: ${reason}`],
      );
    });
  }

  it('leaves out zeros as Go does', () => {
    const spec = {
      hostNetwork: false,
      automountServiceAccountToken: false,
      containers: [{ name: 'a', tty: false }],
    };
    const { draft } = decoded(PODS, { metadata: {}, spec });
    assert.deepEqual(draft.spec, { automountServiceAccountToken: false, containers: [{ name: 'a' }] });
  });

  const others: readonly [string, object, RegExp][] = [
    [
      'another version',
      { apiVersion: 'apps/v2' },
      /API version in the data \(apps\/v2\) does not match .*\(apps\/v1\)/,
    ],
    [
      'another kind',
      { kind: 'StatefulSet' },
      /StatefulSet in version "v1" cannot be handled as a Deployment/,
    ],
  ];
  for (const [name, value, words] of others) {
    it(`refuses ${name}`, () => {
      assert.match(refusal(() => decoded(DEPLOYMENTS, value)).message, words);
    });
  }
});

function decoded(resource: ApiResource, value: unknown, validation?: FieldValidation) {
  return decode(resource, { value, duplicates: [] }, validation);
}
