import assert from 'node:assert/strict';
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import { ExpectedError, RegistryError } from '../../../src/domain/errors.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { CopyJobOptions } from '../../../src/domain/ports/copy-engine.ts';
import type { AccessFor } from '../../../src/domain/ports/registry.ts';
import { pinCopier } from '../../../src/workflow/copy/pin-copier.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { copies } from './copy-run.ts';

const DIGEST = digestOf('c');
const targetLogin: Credential = { kind: 'basic', username: 'me', password: 's3cret' };
const targetLogins = [{ place: { host: 'new.example', path: 'team' }, credential: targetLogin }];
const own: Credential = { kind: 'basic', username: 'own', password: 'd0cker' };

interface Pin {
  readonly image?: string;
  readonly shelf?: Shelf;
  readonly allowTag?: boolean;
  readonly copies?: typeof copies;
}

/** The image that the Job is given, what was asked, and with which logins. */
async function pin({ image = 'tools.example/regsync:v1', ...given }: Pin) {
  const registries = fakeRegistries(given.shelf ?? { [image]: DIGEST });
  const accesses: ReturnType<AccessFor>[] = [];
  const options: CopyJobOptions = {
    ...{
      namespace: 'registry-switch',
      name: 'copy',
      image: parseImageReference(image),
      parallelism: 1,
      nodeSelector: {},
      tolerations: [],
    },
    ...{ requests: {}, limits: {}, pullSecrets: [], labels: {} },
  };
  const openRegistries = (accessFor: AccessFor) => {
    accesses.push(accessFor({ host: image.split('/')[0] ?? '', repository: 'x' }));
    return registries;
  };
  const logins = { credentialsFor: async () => Promise.resolve([own]), problems: () => [] };
  const connectionFor = () => ({ tls: 'enabled' }) as const;
  const request = { options, allowTag: given.allowTag ?? false, connectionFor, targetLogins };
  const plan = { copies: given.copies ?? copies };
  const { signal } = new AbortController();
  const pinned = await pinCopier({ logins, openRegistries }, plan, request, signal);
  return {
    image: formatImageReference(pinned.image),
    asked: registries.asked,
    logins: accesses.flatMap((one) => one.credentials),
  };
}

function refusal(...words: readonly string[]) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof ExpectedError);
    const text = `${error.message} ${error.nextStep ?? ''}`;
    for (const word of [...words, '@sha256:', '--copier-image-unpinned'])
      assert.ok(text.includes(word), text);
    return true;
  };
}

describe('pinCopier', () => {
  it('fixes the tag to the digest that it has now', async () => {
    const { image, logins } = await pin({});
    assert.equal(image, `tools.example/regsync:v1@${DIGEST}`);
    assert.deepEqual(logins, [own]);
  });

  it('takes latest where no tag is named', async () => {
    const { image } = await pin({
      image: 'tools.example/regsync',
      shelf: { 'tools.example/regsync:latest': DIGEST },
    });
    assert.equal(image, `tools.example/regsync:latest@${DIGEST}`);
  });

  it('asks nobody where a digest is named, or nothing is to be copied', async () => {
    const image = `tools.example/regsync:v1@${digestOf('d')}`;
    assert.deepEqual(await pin({ image, shelf: {} }), { image, asked: [], logins: [] });
    const nothing = await pin({ copies: copies.filter(({ present }) => present) });
    assert.deepEqual(nothing.asked, []);
  });

  it('uses the login of the target for an engine that is there, and for no other', async () => {
    const { logins } = await pin({ image: 'new.example/tools/regsync:v1' });
    assert.deepEqual(logins, [own, targetLogin]);
  });

  const hidden = new RegistryError('unreachable', 'tools.example', 'tools.example cannot be reached');
  it('refuses an engine whose registry cannot be asked', async () => {
    await assert.rejects(
      pin({ shelf: { 'tools.example/regsync:v1': hidden } }),
      refusal('tools.example cannot be reached'),
    );
  });

  it('refuses an engine that is not there', async () => {
    await assert.rejects(pin({ shelf: {} }), refusal('tools.example does not have this image'));
  });

  it('goes by the tag where that was allowed', async () => {
    const { image } = await pin({ shelf: { 'tools.example/regsync:v1': hidden }, allowTag: true });
    assert.equal(image, 'tools.example/regsync:v1');
    assert.equal((await pin({ allowTag: true })).image, `tools.example/regsync:v1@${DIGEST}`);
  });
});
