import { configMap, gatedPod } from '../bodies.ts';
import { get, post, put, remove, type StepGroup } from '../step.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const SECRETS = '/api/v1/namespaces/{ns}/secrets';
const PODS = '/api/v1/namespaces/{ns}/pods';

export const OBJECTS: StepGroup = {
  name: 'objects',
  steps: [
    post('create', MAPS, configMap('one'), {
      remember: { uid: 'metadata.uid', version: 'metadata.resourceVersion' },
    }),
    post('create what is there', MAPS, configMap('one')),
    get('get', `${MAPS}/one`),
    get('get what is not there', `${MAPS}/none`),
    post('create with a bad name', MAPS, configMap('Bad_Name')),
    post('create without a name', MAPS, { data: {} }),
    post('create with a generated name', MAPS, { metadata: { generateName: 'made-' } }),
    post('create in another namespace than the path says', MAPS, {
      metadata: { name: 'x', namespace: 'default' },
    }),
    post('create in a namespace that is not there', '/api/v1/namespaces/none/configmaps', configMap('x')),
    post('create another kind than the path says', MAPS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'x' },
    }),
    post('create of no JSON', MAPS, '{"metadata": '),
    post('create of something else', MAPS, 'metadata: {}', { headers: { 'content-type': 'text/plain' } }),
    post('create from YAML', MAPS, 'metadata: {name: yaml}\ndata: {a: b}\n', {
      headers: { 'content-type': 'application/yaml' },
    }),
    post('create with a version', MAPS, { metadata: { name: 'x', resourceVersion: '1' } }),
    post('create, dry', `${MAPS}?dryRun=All`, configMap('dry')),
    get('what was created dry', `${MAPS}/dry`),
    post('create, dry in a wrong way', `${MAPS}?dryRun=yes`, configMap('dry')),
    post('create with a bad label', MAPS, configMap('x', {}, { good: '-bad' })),
    post('create with a bad label name', MAPS, configMap('x', {}, { 'a b': 'c' })),
    post('create with a bad key', MAPS, configMap('x', { 'a b': 'c' })),
    put('put', `${MAPS}/one`, configMap('one', { key: 'changed' })),
    put('put of an old version', `${MAPS}/one`, {
      metadata: { name: 'one', resourceVersion: '{version}' },
      data: { key: 'lost' },
    }),
    put('put of another uid', `${MAPS}/one`, { metadata: { name: 'one', uid: 'another' }, data: {} }),
    put('put under another name', `${MAPS}/one`, configMap('two')),
    put('put of what is not there', `${MAPS}/none`, configMap('none')),
    put('put to the collection', MAPS, configMap('one')),
    post('post to an object', `${MAPS}/one`, configMap('one')),
    get('an answer that cannot be had', `${MAPS}/one`, { headers: { accept: 'text/html' } }),
    remove('delete of another uid', `${MAPS}/one`, { preconditions: { uid: 'another' } }),
    remove('delete of an old version', `${MAPS}/one`, { preconditions: { resourceVersion: '{version}' } }),
    remove('delete, dry', `${MAPS}/one?dryRun=All`),
    remove('delete', `${MAPS}/one`, { preconditions: { uid: '{uid}' } }),
    remove('delete what is not there', `${MAPS}/one`),
    post('create with a finalizer', MAPS, {
      metadata: { name: 'held', finalizers: ['conformance.example/hold'] },
    }),
    remove('delete what is held', `${MAPS}/held`),
    remove('delete again what is held', `${MAPS}/held`),
    put('put without the finalizer', `${MAPS}/held`, { metadata: { name: 'held' } }),
    get('what was held', `${MAPS}/held`),
    post('a pod that waits', PODS, gatedPod('waits')),
    remove('delete of the pod with grace', `${PODS}/waits?gracePeriodSeconds=20`),
    get('the pod that was on no node', `${PODS}/waits`),
    post('a Secret of text', SECRETS, {
      metadata: { name: 'text' },
      stringData: { a: 'b' },
      data: { c: 'ZA==' },
    }),
    put('a Secret of another type', `${SECRETS}/text`, { metadata: { name: 'text' }, type: 'example/other' }),
    post('a Secret that is no base64', SECRETS, { metadata: { name: 'x' }, data: { a: '%' } }),
    post('a pull Secret without its key', SECRETS, {
      metadata: { name: 'x' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { a: 'b' },
    }),
    post('a pull Secret that is not JSON', SECRETS, {
      metadata: { name: 'x' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': 'nonsense' },
    }),
    post('an immutable ConfigMap', MAPS, { ...configMap('fixed'), immutable: true }),
    put('a change of the immutable', `${MAPS}/fixed`, {
      ...configMap('fixed', { key: 'new' }),
      immutable: true,
    }),
    post('maps to be deleted together', MAPS, configMap('together', {}, { bunch: 'yes' })),
    remove('delete by label', `${MAPS}?labelSelector=bunch%3Dyes`),
    get('what was deleted by label', `${MAPS}/together`),
  ],
};
