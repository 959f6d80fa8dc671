import { configMap, deployment, gatedPod, isSettled, POD_SPEC } from '../bodies.ts';
import { get, patch, post, without, type StepGroup } from '../step.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const WEB = '/apis/apps/v1/namespaces/{ns}/deployments/web';
const POD = '/api/v1/namespaces/{ns}/pods/waits';
const IMAGE = '/spec/template/spec/containers/0/image';

const APPLIED = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'applied' },
  data: { a: '1', b: '2' },
};

export const PATCHES: StepGroup = {
  name: 'patches',
  steps: [
    post('a ConfigMap', MAPS, configMap('one', { a: '1', b: '2' })),
    patch(['json', 'JSON patch'], `${MAPS}/one`, [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '2' },
      { op: 'add', path: '/metadata/annotations', value: { 'example/note': 'x' } },
      { op: 'remove', path: '/data/b' },
    ]),
    patch(['json', 'JSON patch with a failing test'], `${MAPS}/one`, [
      { op: 'test', path: '/data/a', value: 'other' },
      { op: 'replace', path: '/data/a', value: '3' },
    ]),
    patch(['json', 'JSON patch that tests what is not there'], `${MAPS}/one`, [
      { op: 'test', path: '/data/none', value: 'x' },
    ]),
    patch(['json', 'JSON patch that removes what is not there'], `${MAPS}/one`, [
      { op: 'remove', path: '/data/none' },
    ]),
    patch(['json', 'JSON patch that replaces what is not there'], `${MAPS}/one`, [
      { op: 'replace', path: '/data/none', value: 'x' },
    ]),
    patch(['json', 'JSON patch into nothing'], `${MAPS}/one`, [
      { op: 'add', path: '/nothing/there', value: 1 },
    ]),
    patch(['json', 'JSON patch of an unknown operation'], `${MAPS}/one`, [{ op: 'mend', path: '/data/a' }]),
    patch(['json', 'JSON patch that is none'], `${MAPS}/one`, { data: {} }),
    patch(['json', 'JSON patch that changes nothing'], `${MAPS}/one`, [
      { op: 'test', path: '/data/a', value: '2' },
    ]),
    patch(['json', 'JSON patch of what is not there'], `${MAPS}/none`, []),
    patch(['json', 'JSON patch of another version'], `${MAPS}/one`, [
      { op: 'replace', path: '/metadata/resourceVersion', value: '1' },
    ]),
    patch(['json', 'JSON patch of the name'], `${MAPS}/one`, [
      { op: 'replace', path: '/metadata/name', value: 'other' },
    ]),
    patch(['merge', 'merge patch'], `${MAPS}/one`, { data: { c: '3', a: null } }),
    patch(['merge', 'merge patch that is none'], `${MAPS}/one`, '[1'),
    patch(['merge', 'merge patch with an unknown field'], `${MAPS}/one?fieldValidation=Strict`, { extra: 1 }),
    patch(['merge', 'merge patch, dry'], `${MAPS}/one?dryRun=All`, { data: { c: 'dry' } }),
    get('what was patched', `${MAPS}/one`),
    { name: 'patch of another type', method: 'PATCH', path: `${MAPS}/one`, body: {} },
    patch(['apply', 'apply without a manager'], `${MAPS}/applied`, APPLIED),
    patch(['apply', 'apply what is not there'], `${MAPS}/applied?fieldManager=first`, APPLIED),
    patch(['apply', 'apply the same'], `${MAPS}/applied?fieldManager=first`, APPLIED),
    patch(['apply', 'apply less'], `${MAPS}/applied?fieldManager=first`, { ...APPLIED, data: { a: '1' } }),
    patch(['apply', 'apply what another has'], `${MAPS}/applied?fieldManager=second`, {
      ...APPLIED,
      data: { a: 'x' },
    }),
    patch(['apply', 'apply by force'], `${MAPS}/applied?fieldManager=second&force=true`, {
      ...APPLIED,
      data: { a: 'x' },
    }),
    patch(['apply', 'apply under another name'], `${MAPS}/other?fieldManager=first`, APPLIED),
    post('a Deployment', '/apis/apps/v1/namespaces/{ns}/deployments', deployment('web'), {
      compared: () => '',
    }),
    get('the Deployment, settled', WEB, { until: isSettled }),
    patch(
      ['strategic', 'strategic patch by the name of a container'],
      WEB,
      {
        spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.example/app:2' }] } } },
      },
      { compared: specOf },
    ),
    patch(
      ['strategic', 'strategic patch that adds a container'],
      WEB,
      {
        spec: { template: { spec: { containers: [{ name: 'side', image: 'registry.example/side:1' }] } } },
      },
      { compared: specOf },
    ),
    patch(
      ['strategic', 'strategic patch that takes one away'],
      WEB,
      {
        spec: { template: { spec: { containers: [{ name: 'side', $patch: 'delete' }] } } },
      },
      { compared: specOf },
    ),
    patch(
      ['strategic', 'strategic patch of pull Secrets'],
      WEB,
      {
        spec: { template: { spec: { imagePullSecrets: [{ name: 'login' }] } } },
      },
      { compared: specOf },
    ),
    patch(
      ['json', 'JSON patch of image and annotation'],
      WEB,
      [
        { op: 'test', path: IMAGE, value: 'registry.example/app:2' },
        { op: 'replace', path: IMAGE, value: 'registry.example/app:3' },
      ],
      { compared: specOf },
    ),
    patch(['merge', 'merge patch of the selector'], WEB, {
      spec: { selector: { matchLabels: { app: 'x' } } },
    }),
    patch(['merge', 'merge patch of a number by text'], WEB, { spec: { replicas: 'two' } }),
    patch(['merge', 'merge patch that takes away a required field'], WEB, {
      spec: { template: { spec: { containers: null } } },
    }),
    post('a pod', '/api/v1/namespaces/{ns}/pods', gatedPod('waits'), { compared: () => '' }),
    patch(
      ['strategic', 'the image of a pod'],
      POD,
      {
        spec: { containers: [{ name: 'app', image: 'registry.example/app:2' }] },
      },
      { compared: specOf },
    ),
    patch(
      ['strategic', 'the pull Secrets of a pod'],
      POD,
      { spec: { imagePullSecrets: [{ name: 'login' }] } },
      {
        compared: firstLine,
      },
    ),
    patch(
      ['strategic', 'the command of a pod'],
      POD,
      {
        spec: { containers: [{ ...POD_SPEC.containers[0], command: ['x'] }] },
      },
      { compared: firstLine },
    ),
  ],
};

function specOf(body: unknown): unknown {
  return (body as { spec?: unknown }).spec ?? body;
}

/** What follows is a difference of two structures as Go prints it. */
function firstLine(body: unknown): unknown {
  const { message } = body as { readonly message?: string };
  return { ...(without(body, 'details') as object), message: message?.split('\n')[0] };
}
