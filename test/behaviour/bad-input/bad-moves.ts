/** What is wrong with the source, the target and the mapping of a move. */
import { jobFlags } from '../harness/product.ts';
import { type Describe, loginOf } from './bad-input.ts';

export const MOVES: Readonly<Record<string, Describe>> = {
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
      error: [/different images would be copied to .*both\/web:1: .*one\/web:1.*two\/web:1/],
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
