/** Compiled code is kept from one run of the tests to the next: every process of mocha starts with half the work. */
import { enableCompileCache } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

enableCompileCache(path.join(tmpdir(), `registry-switch-compiled-${userInfo().username}`, 'tests'));
