import assert from 'node:assert/strict';
import { qosClass } from '../../../src/sandbox/nodes/qos-class.ts';

describe('qosClass', () => {
  const all = { cpu: '1', memory: '1Gi' };
  const table: readonly [string, readonly object[], string][] = [
    ['nothing asked for', [{}, {}], 'BestEffort'],
    ['a request of one container', [{ requests: { cpu: '1' } }, {}], 'Burstable'],
    ['limits of all', [{ limits: all }, { limits: all, requests: all }], 'Guaranteed'],
    ['a limit above the request', [{ limits: all, requests: { cpu: '500m', memory: '1Gi' } }], 'Burstable'],
    ['limits of one only', [{ limits: all }, {}], 'Burstable'],
    ['storage, which does not count', [{ requests: { 'ephemeral-storage': '1Gi' } }], 'BestEffort'],
  ];
  for (const [name, resources, expected] of table) {
    it(`${name}: ${expected}`, () => {
      const containers = resources.map((one, index) => ({ name: `c${index}`, resources: one }));
      assert.equal(qosClass({ containers }), expected);
    });
  }
});
