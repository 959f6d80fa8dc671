import assert from 'node:assert/strict';
import { bypassesProxy } from '../../../src/adapters/registry/no-proxy.ts';
import { proxyFor } from '../../../src/adapters/registry/proxy-for.ts';

describe('NO_PROXY', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['https://quay.io/', '', false],
    ['https://localhost:5000/', '', true],
    ['http://127.0.0.7:5000/', '', true],
    ['http://[::1]:5000/', '', true],
    ['https://quay.io/', '*', true],
    ['https://quay.io/', 'docker.io, QUAY.io', true],
    ['https://cdn.quay.io/', 'quay.io', true],
    ['https://cdn.quay.io/', '.quay.io', true],
    ['https://cdn.quay.io/', '*.quay.io', true],
    ['https://quay.io/', '.quay.io', false],
    ['https://myquay.io/', 'quay.io', false],
    ['https://quay.io/', 'quay.io:443', true],
    ['https://quay.io:8443/', 'quay.io:443', false],
    ['http://quay.io/', 'quay.io:80', true],
    ['https://10.1.2.3:5000/', '10.1.2.3', true],
    ['https://10.1.2.3:5000/', '10.1.2.3:5001', false],
    ['https://10.1.2.3/', '10.0.0.0/8', true],
    ['https://11.1.2.3/', '10.0.0.0/8', false],
    ['https://10.1.2.3/', '10.0.0.0/99', false],
    ['https://10.example/', '10.0.0.0/8', false],
    ['https://[fd00::5]:5000/', 'fd00::/8', true],
    ['https://[fd00::5]/', '[fd00::5]', true],
    ['https://[fd00::5]/', 'fd00::5', true],
    ['https://[fd00::5]:8443/', '[fd00::5]:443', false],
  ];
  for (const [url, noProxy, direct] of cases) {
    it(`"${noProxy}" sends ${url} ${direct ? 'directly' : 'to the proxy'}`, () => {
      assert.equal(bypassesProxy(new URL(url), noProxy), direct);
    });
  }
});

describe('proxy', () => {
  const https = new URL('https://quay.io/');
  const cases: Readonly<Record<string, readonly [URL, Record<string, string>, string | undefined]>> = {
    'is none by default': [https, {}, undefined],
    'is that for https': [https, { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:1' }, 'http://a:1'],
    'is that for http': [
      new URL('http://quay.io/'),
      { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:1' },
      'http://b:1',
    ],
    'is that of the lower-case variable': [
      https,
      { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:1' },
      'http://b:1',
    ],
    'may be without a scheme': [https, { HTTPS_PROXY: 'a:1' }, 'http://a:1'],
    'is switched off by an empty variable': [https, { HTTPS_PROXY: '' }, undefined],
    'is passed by for some': [https, { HTTPS_PROXY: 'http://a:1', no_proxy: 'quay.io' }, undefined],
  };
  for (const [what, [url, environment, proxy]] of Object.entries(cases)) {
    it(what, () => {
      assert.equal(proxyFor(url, environment), proxy);
    });
  }
});
