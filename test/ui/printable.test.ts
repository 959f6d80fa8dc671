import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escaped, printable, printableLine, printableText } from '../../src/ui/printable.ts';

/** What steers a terminal or hides in a text, by what it does. */
const HOSTILE: Readonly<Record<string, string>> = {
  'clears the screen': '\u001b[2J',
  'sets the title of the window': '\u001b]0;title\u0007',
  'is a link': '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\',
  'is a control sequence in one byte': '\u009b31m',
  'is an operating system command in one byte': '\u009d0;title\u009c',
  'goes back': 'safe\b\b\b\bevil',
  deletes: '\u007f',
  'overwrites its line': 'evil\rsafe',
  'turns the direction of writing': '\u202egpj.exe\u2066',
  'has no width': 'a\u200bb\ufeffc\u2060d',
  'hides letters': '\u{e0041}\u{e0042}',
  'is half a pair': '\ud800',
};

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

describe('printable', () => {
  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`neutralises what ${what}`, () => {
      for (const neutral of [printable(text), printableLine(text), printableText(text)]) {
        assert.doesNotMatch(neutral, CONTROLS);
        assert.ok(neutral.isWellFormed());
      }
      assert.equal(JSON.parse(escaped(JSON.stringify(text))), text);
      assert.doesNotMatch(escaped(JSON.stringify(text)), CONTROLS);
    });
  }

  it('keeps a cell in one line, with single blanks', () => {
    assert.equal(printable('a\nb\t \u2028c'), 'a b c');
  });

  it('keeps a line in one line, with its indentation', () => {
    assert.equal(printableLine('  a\r\nerror: b\u2028c'), '  a error: b c');
  });

  it('keeps what people write', () => {
    for (const text of ['Größe', '東京', 'nginx:1.2@sha256:abc', '\u{1f600}', 'a  b']) {
      assert.equal(printableLine(text), text);
    }
  });

  it('changes no value of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value, null, 2);
        assert.deepEqual(JSON.parse(escaped(json)), JSON.parse(json));
      }),
    );
  });
});
