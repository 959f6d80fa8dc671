import assert from 'node:assert/strict';
import { ExpectedError } from '../../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';
import { JOBS } from '../../../../src/domain/kubernetes/resource.ts';
import { beginCopy } from '../../../../src/profiles/deckhouse/copier/begin-copy.ts';
import { copierSecret } from '../../../../src/profiles/deckhouse/copier/copier-secret.ts';
import { anObject } from '../../../support/builders/object.ts';

const NOW = new Date('2026-01-01T00:00:00Z');

function wanted(password = 'p', tag = 'v1'): KubernetesObject {
  const image = { host: 'new.example', repository: 'dkp', tag };
  return copierSecret({ image, username: 'u', password, scheme: 'https' });
}

function job(status: object): KubernetesObject {
  return anObject(JOBS, { namespace: 'd8-system', name: 'copy-images' }, { status });
}

function begin(secret: KubernetesObject | undefined, existing: KubernetesObject | undefined, retry = false) {
  return beginCopy({ secret, job: existing }, wanted(), { retry, now: NOW });
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpectedError) return [error.message, error.nextStep].join('\n');
  }
  return 'nothing was refused';
}

describe('beginCopy', () => {
  it('creates the Secret where there is nothing', () => {
    assert.deepEqual(begin(undefined, undefined), { type: 'create' });
  });

  it('waits until the Job of a Secret that is gone is gone too: a new Secret would start nothing', () => {
    assert.deepEqual(begin(undefined, job({ failed: 1 })), { type: 'wait' });
  });

  it('takes up a copy to the same place with the same login', () => {
    assert.deepEqual(begin(wanted(), undefined), { type: 'follow' });
    assert.deepEqual(begin(wanted(), job({ active: 1 })), { type: 'follow' });
    assert.deepEqual(begin(wanted(), job({ succeeded: 1 })), { type: 'follow' });
  });

  it('refuses to disturb a copy to another place or with another login, and tells no password', () => {
    for (const other of [wanted('secret'), wanted('p', 'v2')]) {
      const text = refusal(() => begin(other, job({ active: 1 })));
      assert.match(text, /^another copy is under way, to new\.example\/dkp:v[12],/);
      assert.doesNotMatch(text, /secret"/);
    }
  });

  it('repeats a failed copy only when it is told to', () => {
    assert.match(
      refusal(() => begin(wanted(), job({ failed: 1 }))),
      /failed before\n.*--retry\.$/,
    );
  });

  it('repeats a failed copy by another annotation, with the login of today', () => {
    const destination = (wanted() as unknown as { data: Record<string, string> }).data['dest-repo.json'];
    const first = { op: 'add', path: '/data/dest-repo.json', value: destination };
    assert.deepEqual(begin(wanted('old'), job({ failed: 1 }), true), {
      type: 'repeat',
      patch: [
        first,
        {
          op: 'add',
          path: '/metadata/annotations',
          value: { 'registry-switch.io/retry': '2026-01-01T00:00:00.000Z' },
        },
      ],
    });
    const { metadata, ...rest } = wanted('old');
    const annotated = { ...rest, metadata: { ...metadata, annotations: { a: 'b' } } };
    assert.deepEqual(begin(annotated, job({ failed: 1 }), true), {
      type: 'repeat',
      patch: [
        first,
        {
          op: 'add',
          path: '/metadata/annotations/registry-switch.io~1retry',
          value: '2026-01-01T00:00:00.000Z',
        },
      ],
    });
  });

  it('names no place where the Secret tells none', () => {
    const empty = { ...wanted(), data: {} };
    assert.match(
      refusal(() => begin(empty, undefined)),
      /to what Secret d8-system\/images-copier-config says/,
    );
  });
});
