import assert from 'node:assert/strict';
import { secretVariable, takeSecretVariables } from '../../src/cli/secret-variables.ts';

describe('takeSecretVariables', () => {
  it('leaves no password in the environment, and everything else', () => {
    const environment = {
      REGISTRY_SWITCH_OTHER_PASSWORD: 'one',
      REGISTRY_SWITCH_TEST_PASSWORD: 'two',
      REGISTRY_SWITCH_USERNAME: 'me',
      PATH: '/bin',
    };
    takeSecretVariables(environment);
    assert.deepEqual(environment, { REGISTRY_SWITCH_USERNAME: 'me', PATH: '/bin' });
    assert.equal(secretVariable('REGISTRY_SWITCH_TEST_PASSWORD'), 'two');
    assert.equal(secretVariable('REGISTRY_SWITCH_OTHER_PASSWORD'), 'one');
  });

  it('knows no variable that was not there', () => {
    assert.equal(secretVariable('REGISTRY_SWITCH_NO_PASSWORD'), undefined);
  });
});
