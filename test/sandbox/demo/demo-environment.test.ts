import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  demoVariables,
  environmentScript,
  productEnvironment,
} from '../../../src/sandbox/demo/demo-environment.ts';
import { makePrivateFolder } from '../../../src/sandbox/demo/private-folder.ts';

const PLACES = { kubeconfig: "/tmp/it's/kubeconfig", proxy: 'http://127.0.0.1:1', ca: '/tmp/a b/ca.pem' };

describe('environmentScript', () => {
  it('gives a shell the variables, whatever is in them', () => {
    const folder = makePrivateFolder();
    try {
      const script = folder.write('env', environmentScript(PLACES, '/plug in'));
      const env = { PATH: process.env.PATH, https_proxy: 'http://elsewhere:3128', no_proxy: '*' };
      const shown = execFileSync('sh', ['-c', `. ${script}; env`], { env, encoding: 'utf8' }).split('\n');
      for (const [name, value] of Object.entries(demoVariables(PLACES))) {
        assert.ok(shown.includes(`${name}=${value}`), name);
      }
      assert.ok(shown.includes(`PATH=/plug in:${process.env.PATH ?? ''}`));
      assert.deepEqual(
        shown.filter((line) => /^(https|no)_proxy=/.test(line)),
        [],
      );
    } finally {
      folder.remove();
    }
  });
});

describe('productEnvironment', () => {
  it('lets no proxy of the user come between', () => {
    const before = process.env.https_proxy;
    process.env.https_proxy = 'http://elsewhere:3128';
    try {
      const env = productEnvironment(PLACES, '/tmp/none');
      assert.equal(env.https_proxy, undefined);
      assert.equal(env.HTTPS_PROXY, PLACES.proxy);
      assert.equal(env.PATH, process.env.PATH);
    } finally {
      if (before === undefined) delete process.env.https_proxy;
      else process.env.https_proxy = before;
    }
  });
});
