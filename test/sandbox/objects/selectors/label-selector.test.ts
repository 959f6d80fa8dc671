import assert from 'node:assert/strict';
import { parseLabelSelector } from '../../../../src/sandbox/objects/selectors/label-selector.ts';
import { refusal } from '../some-objects.ts';

const METADATA = { name: 'x', labels: { app: 'web', tier: 'front', empty: '', 'example.com/no': '5' } };

describe('parseLabelSelector', () => {
  const selecting = [
    '',
    'app=web',
    'app==web,tier=front',
    ' app = web , tier != back',
    'other!=web',
    'app',
    '!other',
    'app in (api, web),tier notin (back)',
    'other notin (x)',
    'empty=',
    'empty in ()',
    'example.com/no>4',
    'example.com/no<6',
  ];
  for (const text of selecting) {
    it(`selects by "${text}"`, () => {
      assert.equal(parseLabelSelector(text)({ metadata: METADATA }), true);
    });
  }

  for (const text of [
    'app=api',
    'app!=web',
    '!app',
    'other',
    'app in (a,b)',
    'app notin (web)',
    'other in (x)',
    'example.com/no>5',
  ]) {
    it(`does not select by "${text}"`, () => {
      assert.equal(parseLabelSelector(text)({ metadata: METADATA }), false);
    });
  }

  for (const text of ['app=a=b', 'app web', '=x', 'app in web', 'a,,b', 'app in (x']) {
    it(`refuses "${text}"`, () => {
      assert.equal(refusal(() => parseLabelSelector(text)).code, 400);
    });
  }
});
