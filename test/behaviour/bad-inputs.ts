/** Everything that users get wrong, with what they are to be told. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { jobFlags } from './harness/product.ts';
import type { Site } from './harness/site.ts';

export interface BadInputContext {
  readonly site: Site;
  readonly namespace: string;
  /** Good flags of a move, without login. */
  readonly move: readonly string[];
  /** An empty folder. */
  readonly folder: string;
  /** Writes a file there and returns its path. */
  readonly file: (name: string, content: string) => string;
}

export interface BadInput {
  readonly args: readonly string[];
  /** Default: 2, wrong usage. */
  readonly code?: number;
  /** Words that the one line must have. */
  readonly error: readonly (string | RegExp)[];
  /** Words of what to do next; by default any. */
  readonly next?: string | RegExp;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

type Describe = (context: BadInputContext) => BadInput;

const COMMANDS: Readonly<Record<string, Describe>> = {
  'an unknown command': () => ({ args: ['migrat'], error: ['migrat'], next: 'migrate' }),
  'an unknown flag': () => ({ args: ['images', '--colour'], error: ['--colour'], next: 'help' }),
  'a flag without its value': () => ({ args: ['plan', '--from'], error: ['--from'] }),
  'an argument where none is known': () => ({ args: ['images', 'shop'], error: ['shop'] }),
  'flags that exclude each other': () => ({
    args: ['images', '-A', '-n', 'shop'],
    error: ['all-namespaces', 'namespace'],
  }),
  'an unknown output format': () => ({ args: ['images', '-o', 'xml'], error: ['xml'], next: 'json' }),
  'a malformed JSONPath': () => ({
    args: ['images', '-o', 'jsonpath={.items['],
    error: [/jsonpath|template|\.items/i],
  }),
};

const MOVES: Readonly<Record<string, Describe>> = {
  'no source': ({ site }) => ({ args: ['plan', '--to', site.cluster.target.host], error: ['--from'] }),
  'no target': ({ site }) => ({ args: ['plan', '--from', site.cluster.source.host], error: ['--to'] }),
  'no source for migrate, where nobody can be asked': ({ site }) => ({
    args: ['migrate', '--to', site.cluster.target.host],
    error: ['--from'],
  }),
  'no --yes, where nobody can be asked': ({ site, move }) => ({
    args: ['migrate', ...move, '--share-push-login', ...jobFlags(site), ...loginOf(site)],
    input: site.cluster.target.password,
    error: [/cannot prompt/],
    next: '--yes',
  }),
  'a malformed image of the copy engine': ({ move }) => ({
    args: ['copy', ...move, '--copier-image', 'Regsync'],
    error: ['--copier-image', 'Regsync'],
  }),
  'a malformed source': ({ site }) => ({
    args: ['plan', '--from', 'https://old.example/', '--to', site.cluster.target.host],
    error: ['https://old.example/'],
  }),
  'a malformed target': ({ site }) => ({
    args: ['plan', '--from', site.cluster.source.host, '--to', 'New.example/UPPER case'],
    error: ['UPPER case'],
  }),
  'a target with a tag': ({ site }) => ({
    args: ['plan', '--from', site.cluster.source.host, '--to', 'new.example/images:1'],
    error: ['new.example/images:1'],
  }),
  'a target that is the source': ({ site }) => ({
    args: ['plan', '--from', site.cluster.source.host, '--to', site.cluster.source.host],
    error: [site.cluster.source.host],
  }),
  'an unknown strategy': ({ move }) => ({ args: ['plan', ...move, '--strategy', 'magic'], error: ['magic'] }),
  'a depth that says nothing': ({ move }) => ({
    args: ['plan', ...move, '--max-depth', '2'],
    error: [/depth/i],
  }),
  'a rules file that is not there': ({ move, folder }) => ({
    args: ['plan', ...move, '--rules', `${folder}/none.yaml`],
    error: ['none.yaml'],
  }),
  'a rules file that is none': ({ move, file }) => ({
    args: ['plan', ...move, '--rules', file('rules.yaml', 'from: {to: [')],
    error: ['rules.yaml'],
  }),
  'a mapping of two images to one place': ({ site, move, file }) => {
    const { source, target } = site.cluster;
    const rules = ['one', 'two'].map((name) => ({
      from: `${source.host}/${site.prefix}/${name}`,
      to: `${target.host}/${site.prefix}/both`,
    }));
    const login = loginOf(site);
    return {
      args: [
        'migrate',
        '--yes',
        ...move,
        ...login,
        '--rules',
        file('collision.yaml', JSON.stringify({ rules })),
      ],
      input: target.password,
      error: [/different images would land on .*both\/web:1: .*one\/web:1.*two\/web:1/],
      next: 'rules file',
    };
  },
  'a path of a custom resource that is none': ({ move }) => ({
    args: ['plan', ...move, '--image-path', 'gadgets.example={.spec['],
    error: [/\.spec\[|image-path/],
  }),
  'a resource that the cluster does not have': ({ move }) => ({
    args: ['plan', ...move, '--image-path', 'gizmos.nowhere.example={.spec.image}'],
    error: ['gizmos.nowhere.example'],
  }),
  'a duration that is none': ({ move }) => ({
    args: ['switch', ...move, '--timeout', 'soon'],
    error: ['soon'],
  }),
};

const NOT_THERE: Readonly<Record<string, Describe>> = {
  'a source that nothing has ever referred to': ({ site, namespace }) => ({
    args: ['verify', '--from', `${site.cluster.source.host}/taem`, '-n', namespace],
    error: ['/taem', /nothing refers to it/],
    next: site.cluster.source.host,
  }),
  'a misspelt source of a move': ({ site }) => ({
    args: ['plan', '--from', 'misspelt.example', '--to', site.cluster.target.host, '-n', site.namespaces],
    error: ['misspelt.example', /nothing refers to it/],
    next: /registries/,
  }),
  'a misspelt source to be healed from': ({ site }) => ({
    args: ['heal', '--yes', '--from', 'misspelt.example', '-n', site.namespaces],
    error: ['misspelt.example'],
  }),
  'a misspelt namespace': ({ namespace }) => ({
    args: ['images', '-n', namespace.replace('shop', 'shpo')],
    error: ['namespace "shpo" not found'],
    next: `Did you mean ${namespace}`,
  }),
  'a misspelt namespace in a list': ({ namespace, site }) => ({
    args: ['verify', '--from', site.cluster.source.host, '-n', `${namespace},nowhere-at-all`],
    error: ['namespace "nowhere-at-all" not found'],
  }),
  'an empty namespace': ({ site }) => ({
    args: ['verify', '--from', site.cluster.source.host, '-n', ''],
    error: ['--namespace', '""'],
    next: /kubectl get namespaces/,
  }),
  'a pattern like no namespace': () => ({
    args: ['rollback', '--yes', '-n', 'nowhere-*'],
    error: ['no namespace matches', 'nowhere-*'],
  }),
  'a misspelt namespace to be finished': ({ site, namespace }) => ({
    args: ['finish', '--yes', '--from', site.cluster.source.host, '-n', namespace.replace('shop', 'shpo')],
    error: ['namespace "shpo" not found'],
    next: `Did you mean ${namespace}`,
  }),
  'a misspelt source to be finished': () => ({
    args: ['finish', '--yes', '--from', 'misspelt.example'],
    error: ['misspelt.example', /nothing refers to it/],
  }),
  'labels that nothing has': ({ site, namespace }) => ({
    args: ['verify', '--from', site.cluster.source.host, '-n', namespace, '-l', 'app=wbe'],
    error: ['labels', 'app=wbe'],
  }),
  'a namespace to go first that is not there': ({ site, move }) => ({
    args: ['switch', '--yes', ...move, '--wave-order', 'nowhere-at-all', ...loginOf(site)],
    input: site.cluster.target.password,
    error: ['--wave-order', 'nowhere-at-all'],
  }),
};

const LOGINS: Readonly<Record<string, Describe>> = {
  'a password without a user': ({ move }) => ({
    args: ['plan', ...move, '--password-stdin'],
    input: 'secret-word',
    error: [/user/i],
    next: '--username',
  }),
  'an empty password': ({ move }) => ({
    args: ['plan', ...move, '--username', 'me', '--password-stdin'],
    input: '',
    error: [/password/i],
  }),
  'a login Secret without its namespace': ({ move }) => ({
    args: ['plan', ...move, '--to-secret', 'login'],
    error: ['--to-secret'],
    next: /NAMESPACE\/NAME/i,
  }),
  'a login Secret that is not there': ({ move, namespace }) => ({
    args: ['plan', ...move, '--to-secret', `${namespace}/none`],
    error: [`${namespace}/none`],
  }),
  'a login Secret without a login for the target': ({ move, namespace }) => ({
    args: ['plan', ...move, '--to-secret', `${namespace}/login`],
    error: [`${namespace}/login`],
  }),
  'no login for pods and no consent, where nobody can be asked': ({ site, move, namespace }) => ({
    args: ['migrate', '--yes', ...move, ...loginOf(site)],
    input: site.cluster.target.password,
    error: [`everybody who may read Secrets in 1 namespace (${namespace}) can push`],
    next: /--pull-username.*--pull-secret.*--share-push-login/,
  }),
  'a user for pods without password': ({ move }) => ({
    args: ['plan', ...move, '--pull-username', 'puller'],
    error: ['puller', /password/],
    next: '--pull-password-file',
  }),
  'a password for pods without user': ({ move, file }) => ({
    args: ['plan', ...move, '--pull-password-file', file('password', 'p4ssword\n')],
    error: [/user/],
    next: '--pull-username',
  }),
  'a password file for pods that is not there': ({ move, folder }) => ({
    args: ['plan', ...move, '--pull-username', 'puller', '--pull-password-file', `${folder}/none`],
    error: ['--pull-password-file', `${folder}/none`],
  }),
  'two passwords on standard input': ({ site, move }) => ({
    args: ['plan', ...move, ...loginOf(site), '--pull-username', 'puller', '--pull-password-file', '-'],
    error: ['--pull-password-file', '--password-stdin'],
  }),
  'a login Secret for pods without a login for the target': ({ move, namespace }) => ({
    args: ['plan', ...move, '--pull-secret', `${namespace}/login`],
    error: ['--pull-secret', `${namespace}/login`],
  }),
  'a workload to be opened that is not there': ({ site, move, namespace }) => ({
    args: ['plan', ...move, ...loginOf(site), '--open', `${namespace}/deployment/none`],
    input: site.cluster.target.password,
    error: [`--open ${namespace}/deployment/none`],
    next: `${namespace}/deployment.apps/`,
  }),
  'a CA file that is not there': ({ move, folder }) => ({
    args: ['plan', ...move, '--registry-ca', `${folder}/none.pem`],
    error: ['none.pem'],
  }),
  'a CA file without a certificate': ({ move, file }) => ({
    args: ['plan', ...move, '--registry-ca', file('ca.pem', 'hello')],
    error: ['ca.pem', /certificate/i],
  }),
  'a TLS mode that is none': ({ move }) => ({
    args: ['plan', ...move, '--registry-tls', 'new.example=perhaps'],
    error: ['perhaps'],
  }),
  'a docker config that is none': ({ move, file, folder }) => {
    file('config.json', '{"auths": [');
    return { args: ['plan', ...move], env: { DOCKER_CONFIG: folder }, error: ['config.json'] };
  },
};

const CLUSTERS: Readonly<Record<string, Describe>> = {
  'a kubeconfig that is not there': ({ folder }) => ({
    args: ['images', '--kubeconfig', `${folder}/none`],
    error: [`${folder}/none`],
  }),
  'a kubeconfig that is a folder': ({ folder }) => ({
    args: ['images', '--kubeconfig', folder],
    error: [folder],
  }),
  'a kubeconfig that is none': ({ file }) => ({
    args: ['images', '--kubeconfig', file('kubeconfig', 'apiVersion: [')],
    error: ['kubeconfig'],
  }),
  'an empty kubeconfig': ({ file }) => ({
    args: ['images', '--kubeconfig', file('empty', '')],
    error: [/kubeconfig|cluster|context|configuration/i],
  }),
  'a context that is not there': () => ({ args: ['images', '--context', 'mars'], error: ['mars'] }),
  'an API server that nobody runs': () => ({
    args: ['images', '--server', 'https://127.0.0.1:1'],
    code: 1,
    error: ['127.0.0.1:1'],
  }),
  'a host that does not exist': () => ({
    args: ['images', '--server', 'https://no-such-host.invalid:6443'],
    code: 1,
    error: ['no-such-host.invalid'],
  }),
  'credentials that the cluster does not know': ({ site, file }) => ({
    args: ['images', '--kubeconfig', file('stranger', strangersKubeconfig(site))],
    code: 1,
    error: [/login|credential|unauthori[sz]ed|not accept/i],
  }),
  'a user who may nothing': () => ({
    args: ['images', '--as', 'nobody'],
    code: 1,
    error: [/may not|forbidden|not allowed|cannot/i, /list|pods|deployments/i],
  }),
};

const REGISTRIES: Readonly<Record<string, Describe>> = {
  'a target that nobody runs': ({ site }) => ({
    args: ['plan', '--from', site.cluster.source.host, '--to', 'localhost:1/team', '-n', site.namespaces],
    code: 1,
    error: ['localhost:1'],
  }),
};

export const BAD_INPUTS: Readonly<Record<string, Describe>> = {
  ...COMMANDS,
  ...MOVES,
  ...NOT_THERE,
  ...LOGINS,
  ...CLUSTERS,
  ...REGISTRIES,
};

/** A kubeconfig with a token that nobody issued. */
function loginOf({ cluster }: Site): string[] {
  return ['--username', cluster.target.username, '--password-stdin'];
}

function strangersKubeconfig({ cluster }: Site): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'c', cluster: { server: apiServer(cluster.kubeconfig), 'insecure-skip-tls-verify': true } },
    ],
    users: [{ name: 'u', user: { token: 'no-such-token' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}

function apiServer(kubeconfig: string): string | undefined {
  const { clusters } = parse(readFileSync(kubeconfig, 'utf8')) as {
    readonly clusters: readonly { readonly cluster: { readonly server: string } }[];
  };
  return clusters[0]?.cluster.server;
}
