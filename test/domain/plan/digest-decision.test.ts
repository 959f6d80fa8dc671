import assert from 'node:assert/strict';
import type { Digest } from '../../../src/domain/image/reference.ts';
import {
  asksTagAgain,
  type DecidedDigest,
  type DriftPolicy,
  driftedDigest,
  driftedSince,
} from '../../../src/domain/plan/digest-decision.ts';
import { digestOf } from '../../support/builders/pod.ts';

const PROVEN = digestOf('proven');
const OTHER = digestOf('other');
const FIX = digestOf('fix');

function pods(...digests: readonly Digest[]): Map<Digest, number> {
  return new Map([...Map.groupBy(digests, (one) => one)].map(([digest, all]) => [digest, all.length]));
}

describe('driftedDigest: a workload among others that name the same image', () => {
  const cases: readonly [string, readonly Digest[], DriftPolicy, Digest | undefined][] = [
    ['runs what was decided', [PROVEN, PROVEN], 'running', undefined],
    ['runs nothing', [], 'running', undefined],
    ['runs something else', [OTHER], 'running', OTHER],
    ['mostly runs what was decided', [PROVEN, PROVEN, OTHER], 'running', undefined],
    ['mostly runs something else', [PROVEN, OTHER, OTHER], 'running', OTHER],
    ['is to run what the tag says', [OTHER], 'tag', undefined],
  ];
  for (const [name, running, policy, expected] of cases) {
    it(`${expected === undefined ? 'goes along' : 'drifts'}: it ${name}`, () => {
      assert.equal(driftedDigest({ running: pods(...running) }, PROVEN, policy), expected);
    });
  }
});

describe('driftedSince: what has come since the plan', () => {
  const plain: DecidedDigest = { digest: PROVEN, running: [PROVEN], tag: PROVEN };
  const drifted: DecidedDigest = { digest: PROVEN, running: [PROVEN, OTHER], tag: OTHER };
  const idle: DecidedDigest = { digest: PROVEN, running: [], tag: PROVEN };
  const wished: DecidedDigest = { digest: PROVEN, running: [OTHER], tag: PROVEN };

  interface Case {
    readonly decided: DecidedDigest;
    readonly running?: readonly Digest[];
    readonly tag?: Digest;
    readonly policy?: DriftPolicy;
    readonly expected?: Digest;
  }
  const cases: Readonly<Record<string, Case>> = {
    'nothing, where the same runs': { decided: plain, running: [PROVEN, PROVEN] },
    'a fix that all pods run': { decided: plain, running: [FIX, FIX], expected: FIX },
    'a fix that the first of many pods runs': {
      decided: plain,
      running: [PROVEN, PROVEN, FIX],
      expected: FIX,
    },
    'nothing, where pods disagree as before': { decided: drifted, running: [PROVEN, PROVEN, OTHER] },
    'what by now more pods run than what was decided': {
      decided: drifted,
      running: [PROVEN, OTHER, OTHER],
      expected: OTHER,
    },
    'a third version beside the two that were known': {
      decided: drifted,
      running: [PROVEN, PROVEN, OTHER, FIX],
      expected: FIX,
    },
    'nothing, where nothing runs and the tag says what it said': { decided: idle, tag: PROVEN },
    'a fix that the tag says where nothing runs': { decided: idle, tag: FIX, expected: FIX },
    'nothing, where nothing runs and the tag says what was known then': {
      decided: { ...idle, tag: OTHER },
      tag: OTHER,
    },
    'nothing, where nothing runs and the source cannot be reached': { decided: idle },
    'nothing, where pods have ended': { decided: plain, tag: PROVEN },
    'anything that is not proven, with refuse': {
      decided: { ...plain, running: [PROVEN, OTHER] },
      running: [PROVEN, OTHER],
      policy: 'refuse',
      expected: OTHER,
    },
    'nothing, with refuse, where only the proven one runs': {
      decided: plain,
      running: [PROVEN],
      policy: 'refuse',
    },
    'nothing, with tag, where the old one runs on': { decided: wished, running: [OTHER], policy: 'tag' },
    'nothing, with tag, where pods have taken what the tag said': {
      decided: wished,
      running: [PROVEN],
      policy: 'tag',
    },
    'a fix, with tag, where the tag says it and pods run it': {
      decided: wished,
      running: [OTHER, FIX],
      tag: FIX,
      policy: 'tag',
      expected: FIX,
    },
    'nothing, with tag, where the tag says what was decided': {
      decided: wished,
      running: [FIX],
      tag: PROVEN,
      policy: 'tag',
    },
  };
  for (const [name, { decided, running = [], tag, policy = 'running', expected }] of Object.entries(cases)) {
    it(`is ${name}`, () => {
      const own = { running: pods(...running), ...(tag === undefined ? {} : { tag }) };
      assert.equal(driftedSince(own, decided, policy), expected);
    });
  }

  it('asks for the tag where no pod tells, and with tag where pods run something new', () => {
    const asks = (running: readonly Digest[], policy: DriftPolicy): boolean =>
      asksTagAgain(pods(...running), plain, policy);
    assert.deepEqual(
      [asks([], 'running'), asks([FIX], 'running'), asks([FIX], 'tag'), asks([PROVEN], 'tag')],
      [true, false, true, false],
    );
  });

  it('does not ask for a tag that could not be read when the plan was made', () => {
    assert.equal(asksTagAgain(pods(), { digest: PROVEN, running: [] }, 'running'), false);
  });
});
