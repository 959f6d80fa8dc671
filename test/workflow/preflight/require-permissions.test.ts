import assert from 'node:assert/strict';
import { EXIT } from '../../../src/domain/exit.ts';
import { ClusterError, ExpectedError } from '../../../src/domain/errors.ts';
import { DEPLOYMENTS, NAMESPACES } from '../../../src/domain/kubernetes/resource.ts';
import { EVERYTHING } from '../../../src/domain/permissions/needs.ts';
import type { Permission } from '../../../src/domain/permissions/permission.ts';
import { requirePermissions } from '../../../src/workflow/preflight/require-permissions.ts';
import { anExtent } from '../../support/builders/extent.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const EXTENT = anExtent({ changes: [{ resource: DEPLOYMENTS, namespace: 'shop' }] });
const HOME = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'registry-switch' } };

async function refusal(
  permits: (permission: Permission) => boolean,
  cluster = new InMemoryCluster([HOME]),
): Promise<string> {
  cluster.permits = permits;
  const { signal } = new AbortController();
  try {
    const notes = await requirePermissions(cluster, EVERYTHING, EXTENT, signal);
    return notes.join('\n');
  } catch (error) {
    assert.ok(error instanceof ExpectedError);
    assert.equal(error.exitCode, EXIT.failed);
    assert.match(error.nextStep ?? '', /rbac/);
    return error.message;
  }
}

describe('requirePermissions', () => {
  it('says nothing when all is there', async () => {
    assert.equal(await refusal(() => true), '');
  });

  it('names what is missing: verb, resource, namespace and purpose', async () => {
    assert.equal(
      await refusal(({ verb, resource }) => !(verb === 'patch' && resource === 'deployments')),
      'you lack permissions, nothing was changed:\n  patch deployments.apps in namespace shop: to change the images',
    );
  });

  it('does not mind what can be done without', async () => {
    assert.equal(await refusal(({ resource }) => !['nodes', 'events'].includes(resource)), '');
  });

  it('wants to create a copy namespace that is missing', async () => {
    const message = await refusal(
      ({ verb, resource }) => !(verb === 'create' && resource === 'namespaces'),
      new InMemoryCluster(),
    );
    assert.match(message, /create namespaces in the whole cluster/);
  });

  it('wants to see the copy namespace', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('get', NAMESPACES, 'forbidden');
    assert.match(
      await refusal(() => true, cluster),
      /get namespaces registry-switch in namespace registry-switch/,
    );
  });

  it('keeps a long list short', async () => {
    const lines = (await refusal(() => false)).split('\n');
    assert.equal(lines.length, 22);
    assert.match(lines.at(-1) ?? '', /^ {2}and \d+ more$/);
  });

  it('goes on with a note where the server does not tell', async () => {
    const failure = new ClusterError('not-found', 'no such thing');
    const note = await refusal(() => {
      throw failure;
    });
    assert.equal(note, 'cannot check your permissions: no such thing');
  });

  it('does not go on where the server does not answer', async () => {
    const cluster = new InMemoryCluster([HOME]);
    cluster.permits = () => {
      throw new ClusterError('unreachable', 'gone');
    };
    const { signal } = new AbortController();
    await assert.rejects(requirePermissions(cluster, EVERYTHING, EXTENT, signal), /gone/);
  });
});
