import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { selectMoves } from '../../../src/domain/plan/moves.ts';
import { deckhouseProfile, type Generation } from '../../../src/profiles/deckhouse/deckhouse-profile.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { deployment } from '../../support/builders/workloads.ts';

/** Why it is left alone; empty: it is moved. */
function fate(object: KubernetesObject, generation: Generation = 'helper', includeManaged = false): string {
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example' });
  const profile = deckhouseProfile({ generation, why: 'a test' });
  const { moves } = selectMoves(inventoryOf([object]), mapping, { profile, includeManaged });
  const [move] = moves;
  assert.ok(move !== undefined && moves.length === 1);
  return move.obstacle === undefined ? '' : `${move.obstacle.code}: ${move.obstacle.reason}`;
}

const LABELS = { heritage: 'deckhouse', module: 'prometheus' };
const RENDERED = deployment({ namespace: 'd8-monitoring', name: 'grafana', labels: LABELS });
const ITSELF = deployment({ namespace: 'd8-system', name: 'deckhouse' });

describe('deckhouseProfile', () => {
  it('leaves to Deckhouse what it renders, and itself', () => {
    const reason = /^platform: Deckhouse renders it from its own settings: switch Deckhouse, it follows\. /;
    assert.match(fate(RENDERED), reason);
    assert.match(fate(ITSELF), reason);
  });

  const ways: readonly (readonly [Generation, RegExp])[] = [
    ['helper', /\. Run `kubectl registry-switch switch --platform`$/],
    ['module', /\. Set spec\.settings\.registry of ModuleConfig deckhouse$/],
    ['module-v2', /\. Set spec\.settings of ModuleConfig registry$/],
    ['takeover', /\. Wait until Secret d8-system\/registry-state is gone, then /],
    ['unknown', /\. Grant `get` of Secrets in d8-system/],
  ];
  for (const [generation, way] of ways) {
    it(`says how Deckhouse is switched: ${generation}`, () => {
      assert.match(fate(RENDERED, generation), way);
    });
  }

  it('moves everything else', () => {
    assert.equal(fate(deployment()), '');
    assert.equal(fate(deployment({ namespace: 'shop', name: 'deckhouse' })), '');
  });

  it('does not believe a label of Deckhouse in a namespace that anybody may have', () => {
    assert.match(fate(deployment({ namespace: 'shop', labels: LABELS })), /^gitops: /);
  });

  it('moves what Deckhouse renders only where that is wanted all the same', () => {
    assert.equal(fate(RENDERED, 'helper', true), '');
  });
});
