/** A misspelt source is no source that nothing refers to any more. */
import assert from 'node:assert/strict';
import { type Evidence, placesLike, unknownSources } from '../../../src/domain/verify/known-sources.ts';

const NOTHING: Evidence = { named: [], before: [], moves: [] };
const NEW = ['new.example/team/web:1'];

describe('unknownSources', () => {
  const cases: readonly [title: string, source: string, Partial<Evidence>, known: boolean][] = [
    ['what an image is named after', 'old.example', { named: ['old.example/web:1'] }, true],
    ['a part of it', 'old.example/team', { named: ['old.example/team/web:1'] }, true],
    ['no other part', 'old.example/taem', { named: ['old.example/team/web:1'] }, false],
    ['Docker Hub by its short names', 'docker.io', { named: ['nginx'] }, true],
    ['what a record remembers', 'old.example', { named: NEW, before: ['old.example/web:1'] }, true],
    ['what a runtime remembers', 'old.example', { before: ['old.example/team/web'] }, true],
    ['what a run moved away from', 'old.example', { named: NEW, moves: [from('old.example')] }, true],
    ['what a run moved a part of', 'old.example', { named: NEW, moves: [from('old.example/team')] }, true],
    ['a part of what a run moved', 'old.example/team', { named: NEW, moves: [from('old.example')] }, true],
    [
      'no misspelt part of what a run has left something of',
      'old.example/taem',
      { named: ['old.example/other/web:1'], moves: [from('old.example')] },
      false,
    ],
    [
      'whatever was not the target of a move of everything',
      'old.example',
      { named: NEW, moves: [from('*')] },
      true,
    ],
    [
      'nothing by a move of everything that has left something',
      'misspelt.example',
      { named: [...NEW, 'old.example/web:1'], moves: [from('*')] },
      false,
    ],
    ['everything', '*', {}, true],
    ['nothing in an empty cluster', 'old.example', {}, false],
    ['no namesake', 'old.example', { named: ['older.example/web:1', 'old.example:5000/web:1'] }, false],
    [
      'nothing by what is no image',
      'old.example',
      { named: ['old.example/UPPER CASE'], moves: [from('::')] },
      false,
    ],
  ];
  for (const [title, source, evidence, known] of cases) {
    it(`knows ${title}`, () => {
      assert.deepEqual(unknownSources([source], { ...NOTHING, ...evidence }), known ? [] : [source]);
    });
  }
});

describe('placesLike', () => {
  it('names registries, or parts of them as deep as what was meant', () => {
    const images = ['old.example/team/web:1', 'old.example/team/cart:1', 'nginx', '::'];
    assert.deepEqual(placesLike('odl.example', images), ['old.example', 'docker.io']);
    assert.deepEqual(placesLike('old.example/taem', images), ['old.example/team', 'docker.io/library']);
  });
});

function from(source: string): Evidence['moves'][number] {
  return { from: [source], to: 'new.example' };
}
