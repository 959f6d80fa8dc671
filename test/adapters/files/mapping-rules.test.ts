import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseMappingRules, readMappingRules } from '../../../src/adapters/files/mapping-rules.ts';
import { UsageError } from '../../../src/domain/errors.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';

describe('parseMappingRules', () => {
  it('reads YAML and remembers the lines', async () => {
    const text =
      '# moved in May\nrules:\n  - from: quay.io/a\n    to: new.example/b\n  - {from: localhost:5000, to: new.example/c}\n';
    assert.deepEqual(await parseMappingRules(text, 'rules.yaml'), [
      { from: 'quay.io/a', to: 'new.example/b', origin: 'rules.yaml:3' },
      { from: 'localhost:5000', to: 'new.example/c', origin: 'rules.yaml:5' },
    ]);
  });

  it('reads JSON', async () => {
    assert.deepEqual(await parseMappingRules('{"rules":[{"from":"quay.io","to":"new.example"}]}', 'r.json'), [
      { from: 'quay.io', to: 'new.example', origin: 'r.json:1' },
    ]);
  });

  it('gives rules that buildMapping takes', async () => {
    const rules = await parseMappingRules('rules: [{from: quay.io/a, to: new.example/b}]', 'rules.yaml');
    assert.doesNotThrow(() => buildMapping({ from: [], to: 'new.example', rules }));
  });

  const refused: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['an empty file', '', /^rules\.yaml:1:1: a rules file is not a map/],
    ['a list at the top', '- from: a', /^rules\.yaml:1:1: a rules file is not a map/],
    ['broken YAML', 'rules:\n  - {from: quay.io, to: new.example', /^rules\.yaml:2:\d+: /],
    ['a key written twice', 'rules: []\nrules: []\n', /^rules\.yaml:2:1: /],
    [
      'an unknown key at the top',
      'rules: []\nstrategy: keep',
      /^rules\.yaml:2:1: a rules file has an unknown key "strategy"/,
    ],
    ['no rules', '{}', /^rules\.yaml:1:1: a rules file has no key "rules"/],
    ['rules that are no list', 'rules:\n  from: a', /^rules\.yaml:2:3: "rules" is not a list/],
    ['rules without value', 'rules:', /^rules\.yaml:1:\d+: "rules" is not a list/],
    ['an empty list', 'rules: []', /^rules\.yaml:1:8: it contains no rules/],
    ['a rule that is no map', 'rules:\n  - quay.io', /^rules\.yaml:2:5: a rule is not a map/],
    ['a rule without target', 'rules:\n  - from: quay.io', /^rules\.yaml:2:5: a rule has no key "to"/],
    [
      'an unknown key',
      'rules:\n  - from: quay.io\n    too: x\n    to: y',
      /^rules\.yaml:3:5: a rule has an unknown key "too"/,
    ],
    ['a key that is not text', 'rules:\n  - 1: x', /^rules\.yaml:2:5: a key is not text/],
    ['a number', 'rules:\n  - {from: 5000, to: new.example}', /^rules\.yaml:2:12: the source is not text/],
    [
      'a target without value',
      'rules: [{from: quay.io, to: }]',
      /^rules\.yaml:1:\d+: the target is not text/,
    ],
    [
      'a malformed source',
      'rules: [{from: quay.io/, to: new.example}]',
      /^rules\.yaml:1:16: invalid source "quay\.io\/"/,
    ],
    [
      'a malformed target',
      'rules: [{from: quay.io, to: "https://x.io"}]',
      /^rules\.yaml:1:29: invalid target "https:/,
    ],
    ['an alias', 'rules: [&a {from: quay.io, to: x.io}, *a]', /^rules\.yaml:1:39: aliases are not supported/],
    ['an alias of itself', 'rules: &a [*a]', /^rules\.yaml:1:12: /],
    ['two documents', 'rules: [{from: a.io, to: b.io}]\n---\nrules: []', /^rules\.yaml:2:\d+: /],
  ];
  for (const [name, text, message] of refused) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(
        parseMappingRules(text, 'rules.yaml'),
        (error) =>
          error instanceof UsageError &&
          message.test(error.message) &&
          !error.message.includes('\n') &&
          error.nextStep !== undefined,
      );
    });
  }
});

describe('readMappingRules', () => {
  it('reads a file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rules-'));
    try {
      const file = path.join(folder, 'rules.yaml');
      await writeFile(file, 'rules: [{from: quay.io, to: new.example}]');
      assert.deepEqual(await readMappingRules(file), [
        { from: 'quay.io', to: 'new.example', origin: `${file}:1` },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says which file it cannot read', async () => {
    await assert.rejects(
      readMappingRules('/no/such/rules.yaml'),
      (error) =>
        error instanceof UsageError &&
        error.message === 'cannot read the rules file /no/such/rules.yaml (ENOENT)' &&
        error.nextStep !== undefined,
    );
  });
});
