import { deepEqual, equal } from 'node:assert/strict';
import { decodeEnvelope } from '../../../src/sandbox/api/protobuf/decode-envelope.ts';
import { SECRETS } from '../../../src/sandbox/objects/api-resources.ts';
import { startTestApi } from './test-api.ts';

/** Sent by kubectl 1.32 for `create secret generic login --from-literal=user=anna`. */
const SECRET = 'azhzAAoMCgJ2MRIGU2VjcmV0EisKGQoFbG9naW4SABoEc2hvcCIAKgAyADgAQgASDAoEdXNlchIEYW5uYRoAGgAiAA==';
/** Sent by kubectl 1.32 for `create deployment web --image=registry.local/web:1 --replicas=0 --port=80`. */
const DEPLOYMENT =
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EskBCiMKA3dlYhIAGgRzaG9wIgAqADIAOABCAFoKCgNhcHASA3dlYhKTAQgAEgwKCgoDYXBwEgN3' +
  'ZWIaeQocCgASABoAIgAqADIAOABCAFoKCgNhcHASA3dlYhJZEjsKA3dlYhIUcmVnaXN0cnkubG9jYWwvd2ViOjEqADIKCgAQABhQIgAqAEIAagBy' +
  'AIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==';

describe('protobuf that typed clients send', () => {
  it('is decoded, with the zeroes that are meant and without those that are not', () => {
    const { spec, ...head } = decodeEnvelope(Buffer.from(DEPLOYMENT, 'base64'));
    deepEqual(head, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    });
    deepEqual(spec, {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            { name: 'web', image: 'registry.local/web:1', ports: [{ containerPort: 80 }], resources: {} },
          ],
        },
      },
      strategy: {},
    });
  });

  it('creates objects', async () => {
    await using test = await startTestApi();
    const reply = await test.admin.ask('/api/v1/namespaces/shop/secrets', {
      method: 'POST',
      headers: {
        'content-type': 'application/vnd.kubernetes.protobuf',
        accept: 'application/vnd.kubernetes.protobuf,application/json',
      },
      body: Buffer.from(SECRET, 'base64'),
    });
    equal(reply.status, 201, reply.text);
    equal(test.objects.get(SECRETS, { namespace: 'shop', name: 'login' })?.data?.user, 'YW5uYQ==');
  });

  for (const [name, body] of [
    ['something else', 'abc'],
    ['a cut object', Buffer.from(SECRET, 'base64').subarray(0, 30)],
  ] as const) {
    it(`is refused when it is ${name}`, async () => {
      await using test = await startTestApi();
      const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };
      const path = '/api/v1/namespaces/shop/secrets';
      equal((await test.admin.ask(path, { method: 'POST', headers, body })).status, 400);
    });
  }
});
