import assert from 'node:assert/strict';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import type { MappingRequest } from '../../../src/domain/mapping/mapping.ts';
import { pushAddress } from '../../../src/domain/mapping/push-address.ts';

describe('pushAddress', () => {
  const cases: readonly (readonly [
    name: string,
    request: Partial<MappingRequest>,
    image: string,
    address: string,
  ])[] = [
    ['is the same without a push address', {}, 'localhost:5000/a/x:1', 'localhost:5000/a/x:1'],
    ['replaces the host', { push: 'registry.svc:5000' }, 'localhost:5000/a/x:1', 'registry.svc:5000/a/x:1'],
    [
      'replaces one prefix by another',
      { to: 'localhost:5000/m', push: 'registry.svc/p/q' },
      'localhost:5000/m/a/x:1',
      'registry.svc/p/q/a/x:1',
    ],
    [
      'leaves what a rule puts to another host',
      { push: 'registry.svc', rules: [{ from: 'quay.io/a', to: 'third.example/a' }] },
      'third.example/a/x:1',
      'third.example/a/x:1',
    ],
  ];
  for (const [name, request, image, address] of cases) {
    it(name, () => {
      const mapping = buildMapping({ from: ['quay.io'], to: 'localhost:5000', ...request });
      assert.equal(formatImageReference(pushAddress(mapping, parseImageReference(image))), address);
    });
  }
});
