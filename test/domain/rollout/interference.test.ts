import assert from 'node:assert/strict';
import type { ChangedImage } from '../../../src/domain/change/record.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { interference } from '../../../src/domain/rollout/interference.ts';
import { deployment } from '../../support/builders/workloads.ts';

const OLD = 'old.example/a:1';
const NEW = 'new.example/a:1';
const written: readonly ChangedImage[] = ['app', 'side'].map((name) => ({
  ...{ slot: 'container', name, from: OLD, to: NEW },
}));

/** What was found where the two containers say these images by now. */
function found(app: string, side: string, managers: readonly object[] = []): string | undefined {
  const object = managed(deployment({ containers: { app, side } }), managers);
  const result = interference(object, imageFields(object), written);
  return result === undefined ? undefined : `${result.state}: ${result.message}`;
}

function managed(object: KubernetesObject, managedFields: readonly object[]): KubernetesObject {
  const metadata = { ...object.metadata, managedFields };
  return { ...object, metadata };
}

/** As the API server notes who wrote the image of container `app`. */
function writer(manager: string, time: string): object {
  const image = { 'f:containers': { 'k:{"name":"app"}': { 'f:image': {} } } };
  return {
    manager,
    operation: 'Update',
    time,
    fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': image } } },
  };
}

describe('interference', () => {
  const wayOut = 'change the image where somebody takes it from, or stop somebody, then resume';
  const cases: readonly [string, string | undefined, string | undefined][] = [
    ['is none where all is as it was written', found(NEW, NEW), undefined],
    [
      'is a way back of one image',
      found(NEW, OLD),
      `reverted: somebody set the image of container side back to ${OLD}: ${wayOut}`,
    ],
    [
      'is something new',
      found('new.example/a:2', NEW),
      'overtaken: somebody changed the image of container app meanwhile: it is new.example/a:2 now',
    ],
    [
      'is a way back rather than something new, where it is both',
      found('new.example/a:2', OLD),
      `reverted: somebody set the image of container side back to ${OLD}: ${wayOut}`,
    ],
  ];
  for (const [name, got, expected] of cases) {
    it(name, () => {
      assert.equal(got, expected);
    });
  }

  it('is none where the server made something else of what was written', () => {
    const pinned = `${NEW}@sha256:1`;
    const object = deployment({ containers: { app: pinned } });
    const stands = [{ slot: 'container', name: 'app', from: OLD, to: NEW, stands: pinned }] as const;
    assert.equal(interference(object, imageFields(object), stands), undefined);
  });

  it('is a way back where the server has kept what was there', () => {
    const object = deployment({ containers: { app: OLD } });
    const stands = [{ slot: 'container', name: 'app', from: OLD, to: NEW, stands: OLD }] as const;
    assert.equal(interference(object, imageFields(object), stands)?.state, 'reverted');
  });

  it('is told where a container is gone', () => {
    const object = deployment({ containers: { app: NEW } });
    const result = interference(object, imageFields(object), written);
    assert.equal(result?.message, 'somebody changed the image of container side meanwhile: it is gone');
  });

  it('names who wrote the field last, and never us', () => {
    const managers = [
      writer('helm', '2026-01-01T00:00:00Z'),
      writer('operator', '2026-01-02T00:00:00Z'),
      writer('kubectl-registry-switch', '2026-01-03T00:00:00Z'),
      { manager: 'scaler', time: '2026-01-04T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ];
    assert.match(found(OLD, NEW, managers) ?? '', /^reverted: operator set the image of container app back/);
  });
});
