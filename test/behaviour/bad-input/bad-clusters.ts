/** What is wrong with kubeconfigs, API servers and registries. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Site } from '../harness/site.ts';
import { type Describe } from './bad-input.ts';

export const CLUSTERS: Readonly<Record<string, Describe>> = {
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

export const REGISTRIES: Readonly<Record<string, Describe>> = {
  'a target that nobody runs': ({ site }) => ({
    args: ['plan', '--from', site.cluster.source.host, '--to', 'localhost:1/team', '-n', site.namespaces],
    code: 1,
    error: ['localhost:1'],
  }),
};

/** A kubeconfig with a token that nobody issued. */
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
