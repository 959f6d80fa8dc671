/** The estate holds together: whatever an object refers to is there. */
import assert from 'node:assert/strict';
import { evaluatePath } from '../../../../src/domain/jsonpath/evaluate-path.ts';
import { parseImageReference } from '../../../../src/domain/image/parse-reference.ts';
import { correctedQueue } from '../../../../src/sandbox/demo/estate/data.ts';
import { demoEstate } from '../../../../src/sandbox/demo/estate/demo-estate.ts';
import { describeObject, type EstateObject } from '../../../../src/sandbox/demo/estate/estate-object.ts';
import { IMAGES, QUEUE_AT_TARGET, referenceOf } from '../../../../src/sandbox/demo/images/demo-images.ts';
import { TARGET } from '../../../../src/sandbox/demo/registries/demo-registries.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as const;
const estate = demoEstate({ node: 'node-1', billingDigest: DIGEST });
const workloads = [...estate.workloads, correctedQueue()];

/** Every value of a field of this name, however deep. */
function valuesOf(field: string, { object }: EstateObject): unknown[] {
  return evaluatePath(`{..${field}}`, object).map(({ value }) => value);
}

function names(kind: string): string[] {
  return estate.prerequisites
    .filter(({ resource }) => resource.kind === kind)
    .map(
      ({ object: { metadata } }) =>
        (metadata.namespace === undefined ? '' : `${metadata.namespace}/`) + (metadata.name ?? ''),
    );
}

describe('the estate of the demo', () => {
  it('has about twenty workloads, in several namespaces, each once', () => {
    const all = estate.workloads.map(describeObject);
    assert.equal(all.length, 20);
    assert.equal(new Set(all).size, 20);
    assert.equal(names('Namespace').length, 5);
  });

  it('stands in its namespaces', () => {
    for (const one of [...estate.prerequisites, ...workloads]) {
      const { namespace } = one.object.metadata;
      if (one.resource.namespaced)
        assert.ok(names('Namespace').includes(namespace ?? ''), describeObject(one));
      else assert.equal(namespace, undefined, describeObject(one));
    }
  });

  it('defines its namespaces and resources before what needs them', () => {
    const order = estate.prerequisites.map(({ object, resource }) => ({ object, kind: resource.kind }));
    for (const [index, { object }] of order.entries()) {
      const { namespace } = object.metadata;
      const at = order.findIndex((one) => one.kind === 'Namespace' && one.object.metadata.name === namespace);
      assert.ok(namespace === undefined || at < index, `${index}`);
    }
  });

  for (const [field, kind] of [
    ['imagePullSecrets[*].name', 'Secret'],
    ['serviceAccountName', 'ServiceAccount'],
  ] as const) {
    it(`refers by ${field} to what is there`, () => {
      for (const one of [...estate.prerequisites, ...workloads]) {
        for (const name of valuesOf(field, one)) {
          const full = `${one.object.metadata.namespace ?? ''}/${String(name)}`;
          assert.ok(names(kind).includes(full), `${describeObject(one)}: ${full}`);
        }
      }
    });
  }

  it('names images that are seeded, but for those that are to be stuck', () => {
    const seeded = new Set([...Object.values(IMAGES), QUEUE_AT_TARGET].map(referenceOf));
    const missing = workloads.flatMap((one) =>
      valuesOf('image', one)
        .map((image) => String(image).replace(/@.*/, ''))
        .filter((image) => !seeded.has(image))
        .map((image) => `${describeObject(one)}: ${image}`),
    );
    assert.deepEqual(missing, [
      `Deployment payments/ledger: ${TARGET.host}/payments/ledger:2.1`,
      'StatefulSet data/queue: registry.old-vendor.example/data/queue:3.31',
    ]);
  });

  it('uses every image that is seeded', () => {
    const used = new Set(
      workloads.flatMap((one) => valuesOf('image', one).map((image) => String(image).replace(/@.*/, ''))),
    );
    const idle = Object.values(IMAGES)
      .map(referenceOf)
      .filter((image) => !used.has(image));
    assert.deepEqual(idle, [referenceOf(IMAGES.queue)]);
  });

  it('has all that makes a move hard', () => {
    const kinds = new Set(estate.workloads.map(({ resource }) => resource.kind));
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Pod', 'Storefront']) {
      assert.ok(kinds.has(kind), kind);
    }
    const text = JSON.stringify(estate.workloads);
    for (const mark of [
      'meta.helm.sh/release-name',
      'argocd.argoproj.io/tracking-id',
      'initContainers',
      DIGEST,
    ]) {
      assert.ok(text.includes(mark), mark);
    }
  });

  it('copies what the workload that was moved too early waits for', () => {
    const early = parseImageReference(`${TARGET.host}/payments/ledger:2.1`);
    assert.deepEqual({ ...early, host: IMAGES.ledger.host }, parseImageReference(referenceOf(IMAGES.ledger)));
  });
});
