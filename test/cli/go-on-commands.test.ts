import assert from 'node:assert/strict';
import { waysOn } from '../../src/cli/go-on-commands.ts';
import { aRun } from '../support/builders/run.ts';

const FLAGS = { context: 'prod', username: 'me', yes: true };

describe('the ways on from a run that is not done', () => {
  it('carry the hash that the run was signed off under, and what this call was given', () => {
    const run = aRun();
    const hash = run.signedOff.slice('sha256:'.length, 'sha256:'.length + 12);
    assert.equal(
      waysOn({ run, signedOff: run.signedOff }, FLAGS),
      `go on with \`kubectl registry-switch resume ${run.id} --expect ${hash} --username me --context prod --yes\`, ` +
        `or undo it with \`kubectl registry-switch rollback ${run.id} --context prod\`.`,
    );
  });

  it('carry none that only a journal tells of: somebody has to look at it again', () => {
    const run = aRun();
    const ways = waysOn({ run }, FLAGS);
    assert.match(ways, /resume \S+ --username me --context prod`/);
    assert.doesNotMatch(ways, /--expect|--yes|[0-9a-f]{12}/);
  });
});
