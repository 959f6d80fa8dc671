import assert from 'node:assert/strict';
import { formatTable } from '../../src/ui/table.ts';

describe('formatTable', () => {
  const table: [string, Parameters<typeof formatTable>, string][] = [
    [
      'columns as wide as their widest cell, three blanks between',
      [
        ['Name', 'Image'],
        [
          ['web', 'nginx:1'],
          ['a-long-name', 'x'],
        ],
      ],
      'NAME          IMAGE\nweb           nginx:1\na-long-name   x\n',
    ],
    ['no header line', [['Name', 'Image'], [['web', 'nginx:1']], { noHeaders: true }], 'web   nginx:1\n'],
    [
      '<none> for what is empty or absent',
      [['a', 'b', 'c'], [['', ' ']]],
      'A        B        C\n<none>   <none>   <none>\n',
    ],
    ['nothing without rows', [['a', 'b'], []], ''],
    [
      'characters, not code units',
      [
        ['a', 'b'],
        [
          ['\u{1d4ea}é', 'x'],
          ['abc', 'y'],
        ],
      ],
      'A     B\n\u{1d4ea}é    x\nabc   y\n',
    ],
    ['one line per row', [['a', 'b'], [['x\n  y\tz', '1']]], 'A       B\nx y z   1\n'],
    [
      'no control of the terminal',
      [['a'], [['\u001b[31mred\u0007\u009b']]],
      'A\n\ufffd[31mred\ufffd\ufffd\n',
    ],
  ];
  for (const [name, input, expected] of table) {
    it(name, () => {
      assert.equal(formatTable(...input), expected);
    });
  }
});
