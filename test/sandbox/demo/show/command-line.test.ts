import assert from 'node:assert/strict';
import { commandText, valuesOf } from '../../../../src/sandbox/demo/show/command-line.ts';

const ARGS = [
  'plan',
  '--from',
  'old.example',
  '--ca',
  { variable: 'CA', value: '/tmp/ca' },
  '--path',
  'a={.b}',
  '--yes',
];

describe('commandText', () => {
  it('quotes what a shell would read otherwise, and leaves variables to it', () => {
    assert.equal(
      commandText(ARGS, 200),
      `kubectl registry-switch plan --from old.example --ca "$CA" --path 'a={.b}' --yes`,
    );
  });

  it('breaks long lines where a flag begins, so that they can be pasted', () => {
    const lines = commandText(ARGS, 50).split('\n');
    assert.deepEqual(lines, [
      'kubectl registry-switch plan \\',
      '    --from old.example --ca "$CA" \\',
      `    --path 'a={.b}' --yes`,
    ]);
  });
});

describe('valuesOf', () => {
  it('is what the shell would pass on', () => {
    assert.deepEqual(valuesOf(ARGS), [
      'plan',
      '--from',
      'old.example',
      '--ca',
      '/tmp/ca',
      '--path',
      'a={.b}',
      '--yes',
    ]);
  });
});
