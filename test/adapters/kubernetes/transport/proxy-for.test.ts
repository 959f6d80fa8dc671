import assert from 'node:assert/strict';
import { proxyFor } from '../../../../src/adapters/kubernetes/transport/proxy-for.ts';

const PROXY = 'http://proxy.example:3128';

describe('proxyFor', () => {
  const cases: readonly (readonly [string, string, NodeJS.ProcessEnv, string | undefined])[] = [
    ['https goes through HTTPS_PROXY', 'https://api.example', { HTTPS_PROXY: PROXY }, PROXY],
    ['lower case counts too', 'https://api.example', { https_proxy: PROXY }, PROXY],
    ['http goes through HTTP_PROXY', 'http://api.example', { HTTP_PROXY: PROXY, HTTPS_PROXY: 'x' }, PROXY],
    ['https does not go through HTTP_PROXY', 'https://api.example', { HTTP_PROXY: PROXY }, undefined],
    ['a proxy without a scheme is http', 'https://api.example', { HTTPS_PROXY: 'proxy.example:3128' }, PROXY],
    ['an empty variable is none', 'https://api.example', { HTTPS_PROXY: '' }, undefined],
    ['localhost is direct', 'https://localhost:6443', { HTTPS_PROXY: PROXY }, undefined],
    ['127.0.0.0/8 is direct', 'https://127.1.2.3', { HTTPS_PROXY: PROXY }, undefined],
    ['::1 is direct', 'https://[::1]:6443', { HTTPS_PROXY: PROXY }, undefined],
  ];
  for (const [name, server, env, expected] of cases) {
    it(name, () => {
      assert.equal(proxyFor(new URL(server), env), expected);
    });
  }

  const exceptions: readonly (readonly [string, string, boolean])[] = [
    ['*', 'https://api.example', true],
    ['api.example', 'https://api.example', true],
    ['other.example, api.example', 'https://api.example', true],
    ['example', 'https://api.example', true],
    ['.example', 'https://api.example', true],
    ['*.example', 'https://api.example', true],
    ['.api.example', 'https://api.example', false],
    ['pi.example', 'https://api.example', false],
    ['API.example', 'https://api.example', true],
    ['api.example:443', 'https://api.example', true],
    ['api.example:6443', 'https://api.example', false],
    ['10.0.0.0/8', 'https://10.244.0.1:6443', true],
    ['10.0.0.0/16', 'https://10.244.0.1:6443', false],
    ['10.0.0.0/99', 'https://10.244.0.1:6443', false],
    ['10.0.0.0/8', 'https://api.example', false],
    ['10.244.0.1', 'https://10.244.0.1:6443', true],
    ['10.244.0.1:6443', 'https://10.244.0.1:6443', true],
    ['fd00::/8', 'https://[fd00::1]:6443', true],
    ['fd00::1', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443', true],
    ['', 'https://api.example', false],
  ];
  for (const [NO_PROXY, server, isDirect] of exceptions) {
    it(`NO_PROXY="${NO_PROXY}" ${isDirect ? 'covers' : 'does not cover'} ${server}`, () => {
      const expected = isDirect ? undefined : PROXY;
      assert.equal(proxyFor(new URL(server), { HTTPS_PROXY: PROXY, NO_PROXY }), expected);
    });
  }
});
