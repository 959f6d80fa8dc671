import assert from 'node:assert/strict';
import { verifyCommand, nextSteps } from '../../src/cli/next-steps.ts';
import { aMove, aRun } from '../support/builders/run.ts';

const FLAGS = { context: 'prod', username: 'me', yes: true };

describe('the ways on from a run that is not done', () => {
  it('carry the hash that the run was signed off under, and what this call was given', () => {
    const run = aRun();
    const hash = run.signedOff.slice('sha256:'.length, 'sha256:'.length + 12);
    assert.equal(
      nextSteps({ run, signedOff: run.signedOff }, FLAGS),
      `resume it with \`kubectl registry-switch resume ${run.id} --expect ${hash} --username me --context prod --yes\`, ` +
        `or undo it with \`kubectl registry-switch rollback ${run.id} --context prod\`; ` +
        'see its progress with `kubectl registry-switch status --context prod`.',
    );
  });

  it('go back where the run was begun for, by whoever may look at nothing else', () => {
    const run = aRun({ move: aMove({ namespace: ['shop', 'team-*'], 'exclude-namespace': ['team-x'] }) });
    const stateNamespace = { ...FLAGS, 'copy-namespace': 'moves' };
    assert.match(
      nextSteps({ run }, stateNamespace),
      /rollback \S+ --namespace shop --namespace 'team-\*' --exclude-namespace team-x --copy-namespace moves --context prod`/,
    );
  });

  it('look for what is left with all that the move was given', () => {
    const flags = {
      ...FLAGS,
      namespace: ['shop'],
      selector: 'app=web',
      'image-path': ['x.example={.spec.image}'],
    };
    assert.equal(
      verifyCommand(['old.example'], flags),
      "kubectl registry-switch verify --from old.example --namespace shop --selector app=web --image-path 'x.example={.spec.image}' --context prod",
    );
    assert.match(verifyCommand(['*'], { to: 'new.example' }), /verify --from '\*' --to new\.example$/);
  });

  it('carry none that only a journal tells of: somebody has to look at it again', () => {
    const run = aRun();
    const ways = nextSteps({ run }, FLAGS);
    assert.match(ways, /resume \S+ --username me --context prod`/);
    assert.doesNotMatch(ways, /--expect|--yes|[0-9a-f]{12}/);
  });
});
