import { configMap, deployment, gatedPod, isSettled } from '../bodies.ts';
import { get, post, without, type Step, type StepGroup } from '../step.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const PODS = '/api/v1/namespaces/{ns}/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/{ns}/deployments';
const OURS = 'labelSelector=list%3Dours';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';
const PARTIAL = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json';

const MADE: readonly Step[] = ['a', 'b', 'c', 'd', 'e'].map((name, index) =>
  post(`make ${name}`, MAPS, configMap(name, {}, { list: 'ours', half: index < 2 ? 'first' : 'second' }), {
    compared: () => '',
  }),
);

/** Names of what is selected. */
function selected(name: string, selector: string): Step {
  return get(name, `${MAPS}?labelSelector=${encodeURIComponent(selector)}`, { compared: namesIn });
}

export const LISTS: StepGroup = {
  name: 'lists',
  steps: [
    get('nothing', `${MAPS}?${OURS}`),
    get('nothing, as a table', `${MAPS}?${OURS}`, { headers: { accept: TABLE } }),
    ...MADE,
    get('all', `${MAPS}?${OURS}`),
    get('the first page', `${MAPS}?limit=2&fieldSelector=metadata.name!%3Dkube-root-ca.crt`, {
      remember: { token: 'metadata.continue' },
    }),
    get(
      'the second page',
      `${MAPS}?limit=2&fieldSelector=metadata.name!%3Dkube-root-ca.crt&continue={token}`,
      {
        remember: { token: 'metadata.continue' },
      },
    ),
    get('the last page', `${MAPS}?limit=2&fieldSelector=metadata.name!%3Dkube-root-ca.crt&continue={token}`),
    get('a page of a broken token', `${MAPS}?limit=2&continue=nonsense`),
    get('a negative page', `${MAPS}?limit=-1&${OURS}`),
    get('a page of text', `${MAPS}?limit=two&${OURS}`),
    selected('equal', 'list=ours,half==first'),
    selected('not equal', 'list=ours,half!=first'),
    selected('in a set', 'list=ours,half in (first, third)'),
    selected('not in a set', 'list=ours,half notin (first)'),
    selected('there', 'list,half'),
    selected('not there', 'list,!half'),
    get('a bad label selector', `${MAPS}?labelSelector=a%20b`),
    get('a bad set in a label selector', `${MAPS}?labelSelector=a%20in%20b`),
    get('by name', `${MAPS}?fieldSelector=metadata.name%3Db`, { compared: namesIn }),
    get('by namespace', `/api/v1/configmaps?fieldSelector=metadata.namespace%3D{ns}&${OURS}`, {
      compared: namesIn,
    }),
    get('by an unknown field', `${MAPS}?fieldSelector=data.a%3Db`),
    get('by a bad field selector', `${MAPS}?fieldSelector=nonsense`),
    get('from the cache', `${MAPS}?resourceVersion=0&${OURS}`, {
      until: (body) => namesIn(body).length === 5,
      compared: namesIn,
    }),
    get('of an impossible version', `${MAPS}?resourceVersion=first`),
    get('with a match but no version', `${MAPS}?resourceVersionMatch=Exact`),
    get('metadata only', `${MAPS}?${OURS}&limit=2`, { headers: { accept: PARTIAL_LIST } }),
    get('metadata of one', `${MAPS}/a`, { headers: { accept: PARTIAL } }),
    get('a table of ConfigMaps', `${MAPS}?${OURS}&limit=2`, { headers: { accept: TABLE } }),
    get('a table of one', `${MAPS}/a`, { headers: { accept: TABLE } }),
    get('a table with whole objects', `${MAPS}/a?includeObject=Object`, { headers: { accept: TABLE } }),
    get('a table without objects', `${MAPS}/a?includeObject=None`, { headers: { accept: TABLE } }),
    post('make a pod', PODS, gatedPod('waits'), { compared: () => '' }),
    get('a table of pods', PODS, { headers: { accept: TABLE }, compared: withoutObjects }),
    get('pods by phase', `${PODS}?fieldSelector=status.phase%3DPending`, { compared: namesIn }),
    get('pods by another phase', `${PODS}?fieldSelector=status.phase!%3DPending`, { compared: namesIn }),
    get('pods by node', `${PODS}?fieldSelector=spec.nodeName%3Dnode-9`, { compared: namesIn }),
    get('pods by a field that is none', `${PODS}?fieldSelector=spec.image%3Dx`),
    post('make a Deployment', DEPLOYMENTS, deployment('web'), { compared: () => '' }),
    get('the Deployment, settled', `${DEPLOYMENTS}/web`, { until: isSettled, compared: () => '' }),
    get('a table of Deployments', DEPLOYMENTS, { headers: { accept: TABLE }, compared: withoutObjects }),
    get('a table of namespaces', '/api/v1/namespaces?fieldSelector=metadata.name%3D{ns}', {
      headers: { accept: TABLE },
      compared: withoutObjects,
    }),
    get('a table of what nobody has', '/apis/batch/v1/namespaces/{ns}/jobs', {
      headers: { accept: TABLE },
      compared: withoutObjects,
    }),
    get('a table of what has failed', `${PODS}/none`, { headers: { accept: TABLE } }),
  ],
};

function namesIn(body: unknown): unknown[] {
  const { items = [] } = body as {
    readonly items?: readonly { readonly metadata: { readonly name: string } }[];
  };
  return items.map(({ metadata }) => metadata.name);
}

function withoutObjects(body: unknown): unknown {
  const { rows, ...table } = body as { readonly rows: readonly { readonly object: object }[] };
  return { ...table, rows: rows.map((row) => without(row, 'object')) };
}
