/** What is named and is not there. */
import { type Describe, loginOf } from './bad-input.ts';

export const NOT_THERE: Readonly<Record<string, Describe>> = {
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
    error: [/namespace "\S*shpo" not found/],
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
    error: [/namespace "\S*shpo" not found/],
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
