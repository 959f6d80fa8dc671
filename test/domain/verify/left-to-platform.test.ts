import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { findReferences } from '../../../src/domain/verify/findings.ts';
import { notedByPlatform } from '../../../src/domain/verify/left-to-platform.ts';
import { deckhouseProfile } from '../../../src/profiles/deckhouse/deckhouse-profile.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { pod } from '../../support/builders/pod.ts';
import { deployment, replicaSet } from '../../support/builders/workloads.ts';

const PROFILE = deckhouseProfile({ generation: 'module', why: 'a test' });
const LABELS = { heritage: 'deckhouse', module: 'prometheus' };

/** `Deployment web: the note` of what counts. */
function notes(objects: readonly KubernetesObject[]): string[] {
  const inventory = inventoryOf(objects);
  const found = findReferences(inventory, (image) => image.startsWith('old.example/'), false);
  return notedByPlatform(found, inventory, PROFILE).map(({ object, counted, note = '' }) => {
    assert.ok(counted);
    return `${object.resource.kind}: ${note.slice(0, 20)}`;
  });
}

describe('notedByPlatform', () => {
  it('says of what Deckhouse renders, and of its pods, that it is not for others to patch', () => {
    const namespace = 'd8-monitoring';
    const owner = deployment({ namespace, labels: LABELS });
    const middle = replicaSet({ namespace, owner });
    assert.deepEqual(notes([owner, middle, pod({ namespace, owner: middle })]), [
      'Deployment: Deckhouse renders it',
      'Pod: Deckhouse renders it',
    ]);
  });

  it('says nothing of what belongs to users', () => {
    const owner = deployment();
    assert.deepEqual(notes([owner, pod({ owner })]), ['Deployment: ', 'Pod: ']);
  });
});
