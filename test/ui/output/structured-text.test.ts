import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { jsonText, yamlText } from '../../../src/ui/output/structured-text.ts';

const VALUES: Readonly<Record<string, unknown>> = {
  'escape sequences': { message: '\u001b[2J\u009b31m\u007f', '\u202ekey': ['\u200b'] },
  'several lines': { log: 'one\n\u202etwo\nthree', other: 'plain\nlines\n' },
  'letters beyond the basic plane': { tag: '\u{e0041}x', face: '\u{1f600}' },
  'what looks like an escape already': { path: 'C:\\u202e', quote: '"\\"\u009b' },
};

describe('JSON and YAML', () => {
  for (const [what, value] of Object.entries(VALUES)) {
    it(`say exactly the same with ${what}, and steer no terminal`, async () => {
      const json = jsonText(value);
      const yaml = await yamlText(value);
      assert.deepEqual(JSON.parse(json), value);
      assert.deepEqual(parse(yaml), value);
      for (const text of [json, yaml]) assert.doesNotMatch(text, /[^\P{C}\n]|\u{e0041}/u);
    });
  }
});
