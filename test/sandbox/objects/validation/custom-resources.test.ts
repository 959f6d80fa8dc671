/** What the schema of a custom resource refuses. */
import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import { CUSTOM_RESOURCE_DEFINITIONS } from '../../../../src/sandbox/objects/api-resources.ts';
import { named, refusal, someObjects } from '../some-objects.ts';

describe('validation of custom resources', () => {
  const group = 'example.com';
  const schema = {
    type: 'object',
    required: ['spec'],
    properties: {
      spec: {
        type: 'object',
        required: ['image'],
        properties: {
          image: { type: 'string', pattern: '^[a-z]' },
          size: { type: 'integer', minimum: 1 },
          mode: { type: 'string', enum: ['a', 'b'] },
          port: { 'x-kubernetes-int-or-string': true },
          list: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  };
  const resource: ApiResource = {
    ...{ group, version: 'v1', kind: 'Gadget', plural: 'gadgets', singular: 'gadget', namespaced: true },
    hasStatus: false,
    openApiSchema: schema,
  };
  const cases: readonly [object, string | undefined][] = [
    [{ image: 'a', size: 1, mode: 'a', port: 'x', list: ['y'] }, undefined],
    [
      { image: 1 },
      'spec.image: Invalid value: "integer": spec.image in body must be of type string: "integer"',
    ],
    [
      { image: 'a', size: 'x' },
      'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
    ],
    [
      { image: 'a', size: 0 },
      'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
    ],
    [{ image: 'A' }, 'spec.image: Invalid value: "A": spec.image in body should match \'^[a-z]\''],
    [{ image: 'a', mode: 'c' }, 'spec.mode: Unsupported value: "c": supported values: "a", "b"'],
    [
      { image: 'a', port: {} },
      'spec.port: Invalid value: "object": spec.port in body must be of type integer,string: "object"',
    ],
    [
      { image: 'a', list: [1] },
      'spec.list[0]: Invalid value: "integer": spec.list[0] in body must be of type string: "integer"',
    ],
    [{}, 'spec.image: Required value'],
  ];
  for (const [spec, problem] of cases) {
    it(`${problem === undefined ? 'accepts' : 'refuses'} ${JSON.stringify(spec)}`, () => {
      const create = () => someObjects().create(resource, { metadata: named('g'), spec });
      if (problem === undefined) assert.equal(create().metadata.name, 'g');
      else assert.equal(refusal(create).message, `Gadget.example.com "g" is invalid: ${problem}`);
    });
  }

  it('wants definitions named as their resource', () => {
    const names = { plural: 'gadgets', kind: 'Gadget' };
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }];
    const spec = { group, scope: 'Namespaced', names, versions };
    const draft = { metadata: { name: 'gadgets' }, spec };
    const { message } = refusal(() => someObjects().create(CUSTOM_RESOURCE_DEFINITIONS, draft));
    assert.match(
      message,
      /metadata\.name: Invalid value: "gadgets": must be spec\.names\.plural\+"\."\+spec\.group$/,
    );
  });
});
