/** Tests that need a kubectl on the PATH: left out, and counted as pending, where there is none. */
import { isOnPath } from '../../../src/sandbox/index.ts';

const isThere = isOnPath('kubectl');

export const describeWithKubectl = isThere ? describe : describe.skip;

export const itWithKubectl = isThere ? it : it.skip;
