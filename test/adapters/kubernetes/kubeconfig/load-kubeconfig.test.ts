import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadKubeconfig } from '../../../../src/adapters/kubernetes/kubeconfig/load-kubeconfig.ts';
import { UsageError } from '../../../../src/domain/errors.ts';
import { failureOf } from '../support/failure-of.ts';
import { kubeconfigFile } from '../support/kubeconfig-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('loadKubeconfig', () => {
  it('merges the files of KUBECONFIG: the first that says something wins', async () => {
    const folder = temporaryFolder();
    const first = kubeconfigFile(folder, { clusters: { a: { server: 'first' } } }, 'first');
    const second = kubeconfigFile(
      folder,
      { clusters: { a: { server: 'second' }, b: { server: 'second' } }, currentContext: 'second' },
      'second',
    );
    const third = kubeconfigFile(folder, { currentContext: 'third' }, 'third');
    const { clusters, currentContext } = await loadKubeconfig(undefined, {
      KUBECONFIG: [first, second, third].join(path.delimiter),
    });
    assert.equal(currentContext, 'second');
    assert.deepEqual(
      clusters.map(({ name, fields }) => [name, fields.server]),
      [
        ['a', 'first'],
        ['b', 'second'],
      ],
    );
  });

  it('ignores missing files, empty names and files named twice', async () => {
    const folder = temporaryFolder();
    const file = kubeconfigFile(folder, { currentContext: 'x', contexts: { x: {} } });
    const KUBECONFIG = ['', path.join(folder, 'missing'), file, file].join(path.delimiter);
    const { currentContext, contexts } = await loadKubeconfig(undefined, { KUBECONFIG });
    assert.equal(currentContext, 'x');
    assert.equal(contexts.length, 1);
  });

  it('reads ~/.kube/config without KUBECONFIG', async () => {
    const HOME = temporaryFolder();
    kubeconfigFile(HOME, { currentContext: 'home' }, '.kube/config');
    assert.equal((await loadKubeconfig(undefined, { HOME })).currentContext, 'home');
  });

  it('reads only the file that is named explicitly', async () => {
    const folder = temporaryFolder();
    const other = kubeconfigFile(folder, { currentContext: 'other' }, 'other');
    const explicit = kubeconfigFile(folder, { currentContext: 'explicit' });
    assert.equal((await loadKubeconfig(explicit, { KUBECONFIG: other })).currentContext, 'explicit');
  });

  it('insists that the file named explicitly exists', async () => {
    const error = await failureOf(loadKubeconfig('/nowhere/config', {}), UsageError);
    assert.match(error.message, /\/nowhere\/config does not exist/);
  });

  it('leaves out malformed entries and keeps the others', async () => {
    const file = path.join(temporaryFolder(), 'config');
    writeFileSync(file, 'clusters: [{name: good, cluster: {server: s}}, 7, {cluster: {}}]\nusers: none\n');
    const { clusters, users } = await loadKubeconfig(file, {});
    assert.deepEqual(
      clusters.map(({ name }) => name),
      ['good'],
    );
    assert.deepEqual(users, []);
  });

  it('names file and line of broken YAML but quotes nothing of it', async () => {
    const file = path.join(temporaryFolder(), 'config');
    writeFileSync(file, 'users:\n- name: u\n  user:\n    token: "hunter2\n');
    const error = await failureOf(loadKubeconfig(file, {}), UsageError);
    assert.match(error.message, /config": line \d+ is not valid YAML/);
    assert.doesNotMatch(error.message, /hunter2/);
  });
});
