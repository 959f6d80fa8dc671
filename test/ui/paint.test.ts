import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { paintFor } from '../../src/ui/paint.ts';

describe('paintFor', () => {
  const before = process.env.NO_COLOR;
  afterEach(() => {
    if (before === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = before;
  });

  const table: [string, boolean | undefined, string | undefined, string][] = [
    ['colours on a terminal', true, undefined, '\u001b[31mno\u001b[39m'],
    ['colours when NO_COLOR is empty', true, '', '\u001b[31mno\u001b[39m'],
    ['no colours with NO_COLOR', true, '1', 'no'],
    ['no colours in a file', undefined, undefined, 'no'],
  ];
  for (const [name, isTTY, noColor, expected] of table) {
    it(name, () => {
      if (noColor === undefined) delete process.env.NO_COLOR;
      else process.env.NO_COLOR = noColor;
      const stream = Object.assign(new PassThrough(), isTTY === undefined ? {} : { isTTY });
      assert.equal(paintFor(stream).bad('no'), expected);
    });
  }
});
