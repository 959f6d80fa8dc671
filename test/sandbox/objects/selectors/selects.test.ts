import assert from 'node:assert/strict';
import { selects } from '../../../../src/sandbox/objects/selectors/selects.ts';

const labels = { app: 'web', tier: 'front' };
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

describe('label selector', () => {
  for (const [name, selector, expected] of [
    ['none', undefined, false],
    ['empty', {}, true],
    ['equal', { matchLabels: { app: 'web' } }, true],
    ['other value', { matchLabels: { app: 'api' } }, false],
    ['missing label', { matchLabels: { app: 'web', zone: 'a' } }, false],
    ['In', expression('app', 'In', 'api', 'web'), true],
    ['not In', expression('app', 'In', 'api'), false],
    ['In of a missing label', expression('zone', 'In', 'a'), false],
    ['NotIn', expression('app', 'NotIn', 'api'), true],
    ['not NotIn', expression('app', 'NotIn', 'web'), false],
    ['NotIn of a missing label', expression('zone', 'NotIn', 'a'), true],
    ['Exists', expression('tier', 'Exists'), true],
    ['not Exists', expression('zone', 'Exists'), false],
    ['DoesNotExist', expression('zone', 'DoesNotExist'), true],
    ['not DoesNotExist', expression('tier', 'DoesNotExist'), false],
    ['both', { matchLabels: { app: 'web' }, ...expression('tier', 'Exists') }, true],
    ['only one of both', { matchLabels: { app: 'api' }, ...expression('tier', 'Exists') }, false],
  ] as const) {
    it(`${name}: ${expected}`, () => {
      assert.equal(selects(selector as Parameters<typeof selects>[0], labels), expected);
    });
  }
});
