import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { parseOutputFormat } from '../../../src/ui/output/output-format.ts';

describe('parseOutputFormat', () => {
  for (const kind of ['table', 'wide', 'json', 'yaml', 'name']) {
    it(`knows ${kind}`, () => {
      assert.deepEqual(parseOutputFormat(kind), { kind });
    });
  }

  it('keeps everything behind the first =', () => {
    assert.deepEqual(parseOutputFormat('jsonpath=a=b'), {
      kind: 'jsonpath',
      template: [{ kind: 'text', text: 'a=b' }],
    });
  });

  const invalid: [string, string, RegExp][] = [
    ['an unknown format', 'xml', /unknown output format "xml"/],
    ['nothing', '', /unknown output format ""/],
    ['a template where none belongs', 'json=.a', /unknown output format "json=\.a"/],
    ['jsonpath without template', 'jsonpath', /has no template/],
    ['jsonpath with an empty template', 'jsonpath=', /has no template/],
    ['a bad template', 'jsonpath={.a', /invalid JSONPath/],
    ['custom columns without columns', 'custom-columns', /has no template/],
    ['a column without path', 'custom-columns=NAME', /invalid custom column "NAME"/],
    ['a column without name', 'custom-columns=A:.a,:.b', /invalid custom column ":\.b"/],
    ['a column with a bad path', 'custom-columns=A:.a[', /invalid JSONPath/],
  ];
  for (const [name, text, message] of invalid) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => parseOutputFormat(text),
        (error) => error instanceof UsageError && message.test(error.message) && error.nextStep !== undefined,
      );
    });
  }
});
