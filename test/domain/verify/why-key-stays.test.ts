import assert from 'node:assert/strict';
import { whyKeyStays } from '../../../src/domain/verify/why-key-stays.ts';

const MORE = /^it covers more than /;
const nobody: readonly string[] = [];

describe('whyKeyStays', () => {
  const cases: readonly [string, string, string, readonly string[], RegExp | undefined][] = [
    ['goes: the registry itself', 'old.example', 'old.example', nobody, undefined],
    ['goes: the registry as an URL', 'https://old.example/v2/', 'old.example', nobody, undefined],
    ['goes: a part of the source', 'old.example/a/b', 'old.example/a', nobody, undefined],
    ['goes: the part with a slash', 'old.example/a/', 'old.example/a', nobody, undefined],
    ['goes: with its port', 'old.example:5000/a', 'old.example:5000', nobody, undefined],
    ["goes: Docker Hub's", 'https://index.docker.io/v1/', 'docker.io', nobody, undefined],
    ['stays: the registry of a part', 'old.example', 'old.example/a', nobody, MORE],
    ['stays: the beginning of a name', 'old.example/o', 'old.example/old', nobody, MORE],
    ['stays: a wildcard', '*.example', 'old.example', nobody, MORE],
    ['stays: another port', 'old.example', 'old.example:5000', nobody, MORE],
    ["stays: Docker Hub's, of a part", 'https://index.docker.io/v1/', 'docker.io/bitnami', nobody, MORE],
    [
      'stays: somebody pulls what only begins alike',
      'old.example/a',
      'old.example/a',
      ['old.example/ab:1'],
      /^Deployment shop\/web pulls old\.example\/ab:1 with it$/,
    ],
    [
      'stays: source and target are on one host',
      'one.example',
      'one.example/old',
      ['none.example/x', 'one.example/new/web:1'],
      /^Deployment shop\/web pulls one\.example\/new\/web:1 with it$/,
    ],
    [
      "stays: somebody pulls from Docker Hub by its images' short name",
      'https://index.docker.io/v1/',
      'docker.io/bitnami',
      ['nginx'],
      /pulls nginx with it$/,
    ],
    ['goes: somebody pulls from elsewhere', 'old.example', 'old.example', ['new.example/x'], undefined],
  ];
  for (const [name, key, from, images, expected] of cases) {
    it(name, () => {
      const reason = whyKeyStays(key, { from: [from], users: [{ who: 'Deployment shop/web', images }] });
      if (expected === undefined) assert.equal(reason, undefined);
      else assert.match(reason ?? '', expected);
    });
  }
});
