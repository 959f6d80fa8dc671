import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { FIELD_MANAGER } from '../../../src/domain/kubernetes/own-names.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { rollBackWorkload } from '../../../src/workflow/rollback/roll-back-workload.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { READY } from '../rollout/controllers.ts';
import { image, moved, runSwitch } from './switch-run.ts';

const [FROM, TO] = [image('web'), moved('web')];
const PINNED = `${TO}@${digestOf(TO)}`;
const POINTER = '/spec/template/spec/containers/0/image';

/** As the API server notes who has written the image. */
function owner(manager: string, operation: string): object {
  const app = { 'k:{"name":"app"}': { 'f:image': {} } };
  const fieldsV1 = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': app } } } };
  return { manager, operation, apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1 };
}

function owned(object: KubernetesObject, by: object): KubernetesObject {
  const metadata = { ...object.metadata, managedFields: [by] };
  return { ...object, metadata };
}

const web = owned(deployment({ image: FROM, status: READY }), owner('helm', 'Apply'));
const WORKLOAD = plannedChange(web).workload;

/** A cluster with a webhook that answers our patches with another image. */
function webhook(rewrite: (said: string) => string): InMemoryCluster {
  const cluster = new InMemoryCluster([web]);
  cluster.admit = (object, before) => {
    const [said, was] = [imageOf(object), imageOf(before)];
    if (said === was) return object;
    const patch = [{ op: 'replace', path: POINTER, value: rewrite(said) }] as const;
    return owned(applyPatch(object, patch), owner(FIELD_MANAGER, 'Update'));
  };
  return cluster;
}

function imageOf(object: KubernetesObject): string {
  return imageFields(object)[0]?.image ?? '';
}

const pins = (said: string): string => (said === TO ? PINNED : said);

async function switched(cluster: InMemoryCluster): Promise<string[]> {
  const { workloads } = await runSwitch(cluster, [plannedChange(web)]);
  return workloads.map(({ outcome }) => outcome);
}

async function putBack(cluster: InMemoryCluster): Promise<string> {
  const readImages = imageReader([]);
  const target = { cluster, readImages, readNamed: readImages, ref: WORKLOAD, timeoutSeconds: 0 };
  return (await rollBackWorkload(target, recordedWork())).outcome;
}

describe('switchWorkloads: webhooks that answer our own patches', () => {
  it('may pin an image: that is no edit of somebody else', async () => {
    const cluster = webhook(pins);
    assert.deepEqual(await switched(cluster), ['switched']);
    assert.equal(imageOf(cluster.read(web)), PINNED);
    assert.equal(recordsOf(cluster.read(web))?.[0]?.images[0]?.stands, PINNED);
  });

  it('may rewrite an image that is put back all the same', async () => {
    const cluster = webhook(pins);
    await switched(cluster);
    assert.equal(await putBack(cluster), 'rolled-back');
    const after = cluster.read(web);
    assert.deepEqual([imageOf(after), recordsOf(after)], [FROM, []]);
  });

  it('keep their field with the manager that it belongs to', async () => {
    const cluster = webhook(pins);
    await switched(cluster);
    const managers = valueAt(cluster.read(web), ['metadata', 'managedFields']) as { manager: string }[];
    assert.deepEqual(
      managers.map(({ manager }) => manager),
      ['helm'],
    );
  });

  it('do not hide that a patch was applied whose answer was lost', async () => {
    const cluster = webhook(pins);
    losePatchAnswers(cluster);
    assert.deepEqual(await switched(cluster), ['switched']);
    assert.equal(await putBack(cluster), 'rolled-back');
    assert.equal(imageOf(cluster.read(web)), FROM);
  });

  it('may set the image back, which is no switch', async () => {
    const cluster = webhook(() => FROM);
    assert.deepEqual(await switched(cluster), ['reverted']);
    assert.deepEqual(recordsOf(cluster.read(web)), []);
  });

  it('are no excuse for whoever edits the image afterwards', async () => {
    const cluster = webhook(pins);
    await switched(cluster);
    cluster.edit(web, [{ op: 'replace', path: POINTER, value: 'new.example/web:2' }]);
    assert.equal(await putBack(cluster), 'kept');
    assert.equal(imageOf(cluster.read(web)), 'new.example/web:2');
  });
});
