import { get, patch, post, put, remove, valueAt, type StepGroup } from '../step.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const DEFINITION = `${DEFINITIONS}/gizmos.conformance.example`;
const GIZMOS = '/apis/conformance.example/v1/namespaces/{ns}/gizmos';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['image'],
      properties: {
        image: { type: 'string' },
        size: { type: 'integer', default: 1, maximum: 9 },
        level: { type: 'string', enum: ['low', 'high'] },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};

const MADE = {
  metadata: { name: 'gizmos.conformance.example' },
  spec: {
    group: 'conformance.example',
    scope: 'Namespaced',
    names: { plural: 'gizmos', kind: 'Gizmo', shortNames: ['gz'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: SCHEMA },
        additionalPrinterColumns: [{ name: 'Image', type: 'string', jsonPath: '.spec.image' }],
      },
    ],
  },
};

function gizmo(name: string, spec: object) {
  return { apiVersion: 'conformance.example/v1', kind: 'Gizmo', metadata: { name }, spec };
}

export const CUSTOM_RESOURCES: StepGroup = {
  name: 'custom-resources',
  steps: [
    post('a definition under a wrong name', DEFINITIONS, { ...MADE, metadata: { name: 'wrong' } }),
    post('a definition', DEFINITIONS, MADE, { compared: (body) => valueAt(body, 'spec') }),
    get('the definition, established', DEFINITION, {
      until: isEstablished,
    }),
    get('its resources', '/apis/conformance.example/v1', {
      until: (body) => valueAt(body, 'resources.0') !== undefined,
    }),
    get('none yet', GIZMOS, { until: (body) => valueAt(body, 'items') !== undefined }),
    post('create', GIZMOS, gizmo('one', { image: 'registry.example/x:1', size: 3 })),
    post(
      'create with unknown fields',
      GIZMOS,
      gizmo('two', { image: 'x', extra: 1, free: { any: 'thing' } }),
    ),
    post(
      'create with unknown fields, strict',
      `${GIZMOS}?fieldValidation=Strict`,
      gizmo('x', { image: 'x', extra: 1 }),
    ),
    post('create with a wrong type', GIZMOS, gizmo('x', { image: 5 })),
    post('create without what is required', GIZMOS, gizmo('x', {})),
    post('create with too much', GIZMOS, gizmo('x', { image: 'x', size: 10 })),
    post('create with an unknown word', GIZMOS, gizmo('x', { image: 'x', level: 'middle' })),
    post('create of another kind', GIZMOS, { ...gizmo('x', {}), kind: 'Gadget' }),
    get('get what is not there', `${GIZMOS}/none`),
    get('list', GIZMOS),
    get('table', GIZMOS, { headers: { accept: TABLE } }),
    patch(['json', 'JSON patch'], `${GIZMOS}/one`, [
      { op: 'test', path: '/spec/image', value: 'registry.example/x:1' },
      { op: 'replace', path: '/spec/image', value: 'registry.example/x:2' },
    ]),
    patch(['merge', 'merge patch'], `${GIZMOS}/one`, { metadata: { annotations: { a: 'b' } } }),
    patch(['strategic', 'strategic patch'], `${GIZMOS}/one`, { spec: { size: 4 } }),
    patch(['apply', 'apply'], `${GIZMOS}/one?fieldManager=first&force=true`, gizmo('one', { image: 'y' })),
    put('put without a version', `${GIZMOS}/one`, gizmo('one', { image: 'z' })),
    patch(['merge', 'the status that it has not'], `${GIZMOS}/one/status`, { status: {} }),
    get('the scale that it has not', `${GIZMOS}/one/scale`),
    remove('delete', `${GIZMOS}/one`),
    remove('delete the definition', DEFINITION, undefined, { compared: () => '' }),
    get('the resource afterwards', GIZMOS, { until: (body) => valueAt(body, 'items') === undefined }),
  ],
};

function isEstablished(body: unknown): boolean {
  const conditions = (valueAt(body, 'status.conditions') ?? []) as readonly {
    readonly type: string;
    readonly status: string;
  }[];
  return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
}
