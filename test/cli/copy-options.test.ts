import assert from 'node:assert/strict';
import { copyEngine, copyJobOptions, type JobFlags } from '../../src/cli/copy-options.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { parseImageReference } from '../../src/domain/image/parse-reference.ts';
import type { CopyJobOptions } from '../../src/domain/ports/copy-engine.ts';

const engine = await copyEngine();
const DEFAULTS: JobFlags = {
  'copy-namespace': 'registry-switch',
  'copier-image': undefined,
  'copier-pull-secret': undefined,
  'copier-node-selector': undefined,
  'copier-toleration': undefined,
  'copier-requests': 'cpu=100m,memory=128Mi',
  'copier-limits': '',
  parallelism: 4,
};

describe('copyJobOptions', () => {
  it('has the defaults of the engine', () => {
    assert.deepEqual(copyJobOptions(DEFAULTS, engine), {
      namespace: 'registry-switch',
      name: 'registry-switch-copy',
      image: parseImageReference(engine.defaultImage),
      parallelism: 4,
      nodeSelector: {},
      tolerations: [],
      requests: { cpu: '100m', memory: '128Mi' },
      limits: {},
      pullSecrets: [],
      labels: {},
    });
  });

  const cases: readonly [string, Partial<JobFlags>, Partial<CopyJobOptions>][] = [
    ['an image of its own', { 'copier-image': 'x/y:1' }, { image: parseImageReference('x/y:1') }],
    ['pull Secrets', { 'copier-pull-secret': ['a', 'b'] }, { pullSecrets: ['a', 'b'] }],
    ['labels of nodes', { 'copier-node-selector': ['a=b', 'c/d='] }, { nodeSelector: { a: 'b', 'c/d': '' } }],
    ['an equals sign in a value', { 'copier-node-selector': ['a=b=c'] }, { nodeSelector: { a: 'b=c' } }],
    [
      'tolerations as kubectl taint writes them',
      { 'copier-toleration': ['a', 'b=1', 'c:NoSchedule', 'd=2:NoExecute', 'e='] },
      {
        tolerations: [
          { key: 'a', operator: 'Exists' },
          { key: 'b', operator: 'Equal', value: '1' },
          { key: 'c', operator: 'Exists', effect: 'NoSchedule' },
          { key: 'd', operator: 'Equal', value: '2', effect: 'NoExecute' },
          { key: 'e', operator: 'Equal', value: '' },
        ],
      },
    ],
  ];
  for (const [name, values, expected] of cases) {
    it(`reads ${name}`, () => {
      const options = copyJobOptions({ ...DEFAULTS, ...values }, engine);
      assert.deepEqual(options, { ...options, ...expected });
    });
  }

  const wrong: readonly [string, Partial<JobFlags>][] = [
    ['--copier-image', { 'copier-image': 'mirror.example/Regsync' }],
    ['--copier-image', { 'copier-image': 'regsync@sha256:12' }],
    ['--copier-node-selector', { 'copier-node-selector': ['a'] }],
    ['--copier-node-selector', { 'copier-node-selector': ['=b'] }],
    ['--copier-requests', { 'copier-requests': 'cpu=1,memory' }],
    ['--copier-limits', { 'copier-limits': '128Mi' }],
    ...['=1:NoSchedule', 'a=b=c', 'a:b:c', 'a=b:c:d', 'a:b=c', 'a:', 'a=b:', ':NoSchedule', ''].map(
      (text): [string, Partial<JobFlags>] => ['--copier-toleration', { 'copier-toleration': [text] }],
    ),
  ];
  for (const [flag, values] of wrong) {
    it(`refuses ${JSON.stringify(Object.values(values)[0])} of ${flag}`, () => {
      assert.throws(
        () => copyJobOptions({ ...DEFAULTS, ...values }, engine),
        (error) => error instanceof UsageError && error.message.startsWith(`invalid ${flag} `),
      );
    });
  }
});
