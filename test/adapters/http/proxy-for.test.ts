import assert from 'node:assert/strict';
import { proxyFor } from '../../../src/adapters/http/proxy-for.ts';
import { UsageError } from '../../../src/domain/errors.ts';

const PROXY = 'http://proxy.example:3128/';
const OTHER = 'http://other.example:3128/';

// The expectations are what `http.ProxyFromEnvironment` of Go 1.26 answers.
describe('proxyFor', () => {
  const cases: readonly (readonly [string, string, NodeJS.ProcessEnv, string | undefined])[] = [
    ['is none by default', 'https://api.example', {}, undefined],
    ['is HTTPS_PROXY for https', 'https://api.example', { HTTPS_PROXY: PROXY, HTTP_PROXY: OTHER }, PROXY],
    ['is HTTP_PROXY for http', 'http://api.example', { HTTP_PROXY: PROXY, HTTPS_PROXY: OTHER }, PROXY],
    ['is not HTTP_PROXY for https', 'https://api.example', { HTTP_PROXY: PROXY }, undefined],
    ['may be in lower case', 'https://api.example', { https_proxy: PROXY }, PROXY],
    ['is the upper case of both', 'https://api.example', { HTTPS_PROXY: PROXY, https_proxy: OTHER }, PROXY],
    [
      'is the one of both with content',
      'https://api.example',
      { HTTPS_PROXY: '', https_proxy: PROXY },
      PROXY,
    ],
    ['is none when empty', 'https://api.example', { HTTPS_PROXY: '' }, undefined],
    ['is http without a scheme', 'https://api.example', { HTTPS_PROXY: 'proxy.example:3128' }, PROXY],
    [
      'may be https',
      'https://api.example',
      { HTTPS_PROXY: 'https://proxy.example' },
      'https://proxy.example/',
    ],
    [
      'may have its scheme in upper case',
      'https://api.example',
      { HTTPS_PROXY: 'HTTP://proxy.example:3128' },
      PROXY,
    ],
    ['is not looked at for localhost', 'https://localhost:6443', { HTTPS_PROXY: 'ftp://host' }, undefined],
    ['is none for localhost', 'https://localhost:6443', { HTTPS_PROXY: PROXY }, undefined],
    ['is one for localhost with a dot', 'https://localhost.:6443', { HTTPS_PROXY: PROXY }, PROXY],
    ['is none for 127.0.0.0/8', 'https://127.1.2.3', { HTTPS_PROXY: PROXY }, undefined],
    ['is none for ::1', 'https://[::1]:6443', { HTTPS_PROXY: PROXY }, undefined],
    ['is none for 127.0.0.1 as IPv6', 'https://[::ffff:127.0.0.1]', { HTTPS_PROXY: PROXY }, undefined],
    [
      'passes by hosts of NO_PROXY, not of no_proxy besides',
      'https://api.example',
      { HTTPS_PROXY: PROXY, NO_PROXY: 'other.example', no_proxy: 'api.example' },
      PROXY,
    ],
    [
      'passes by hosts of no_proxy beside an empty NO_PROXY',
      'https://api.example',
      { HTTPS_PROXY: PROXY, NO_PROXY: '', no_proxy: 'api.example' },
      undefined,
    ],
  ];
  for (const [name, url, environment, expected] of cases) {
    it(name, () => {
      assert.equal(proxyFor(new URL(url), environment), expected);
    });
  }

  const exceptions: readonly (readonly [string, string, boolean])[] = [
    ['', 'https://api.example', false],
    ['*', 'https://api.example', true],
    ['other.example,*', 'https://10.1.2.3', true],
    ['api.example', 'https://api.example', true],
    ['other.example, api.example', 'https://api.example', true],
    ['other.example api.example', 'https://api.example', false],
    ['API.example', 'https://api.example', true],
    ['example', 'https://api.example', true],
    ['.example', 'https://api.example', true],
    ['*.example', 'https://api.example', true],
    ['*example', 'https://api.example', false],
    ['.*', 'https://api.example', false],
    ['.api.example', 'https://api.example', false],
    ['*.api.example', 'https://api.example', false],
    ['pi.example', 'https://api.example', false],
    ['api.example', 'https://api.example.', false],
    ['.example', 'https://api.example.', false],
    ['api.example.', 'https://api.example.', true],
    ['api.example.', 'https://api.example', false],
    ['示例.example', 'https://cdn.xn--fsq092h.example', true],
    ['.示例.example', 'https://cdn.xn--fsq092h.example', true],
    ['api.example:443', 'https://api.example', true],
    ['api.example:80', 'http://api.example', true],
    ['api.example:443', 'https://api.example:6443', false],
    ['api.example:6443', 'https://api.example', false],
    ['api.example:', 'https://api.example', true],
    [':443', 'https://api.example', false],
    ['10.0.0.0/8', 'https://10.244.0.1:6443', true],
    ['10.0.0.0/16', 'https://10.244.0.1:6443', false],
    ['10.0.0.0/99', 'https://10.244.0.1:6443', false],
    ['010.0.0.0/8', 'https://10.244.0.1:6443', false],
    ['10.0.0.0/8', 'https://10.example', false],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]', true],
    ['10.244.0.1', 'https://10.244.0.1:6443', true],
    ['10.244.0.1:6443', 'https://10.244.0.1:6443', true],
    ['10.244.0.1:6444', 'https://10.244.0.1:6443', false],
    ['.0.1', 'https://10.244.0.1', false],
    ['::ffff:10.244.0.1', 'https://10.244.0.1', true],
    ['fd00::/8', 'https://[fd00::1]:6443', true],
    ['fd00:0::1', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:443', 'https://[fd00::1]:6443', false],
    ['[fd00::1]', 'https://[fd00::1]', false],
  ];
  for (const [NO_PROXY, url, isDirect] of exceptions) {
    it(`NO_PROXY="${NO_PROXY}" ${isDirect ? 'covers' : 'does not cover'} ${url}`, () => {
      assert.equal(
        proxyFor(new URL(url), { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY, NO_PROXY }) === undefined,
        isDirect,
      );
    });
  }

  const refused: readonly (readonly [string, NodeJS.ProcessEnv, RegExp])[] = [
    [
      'no port',
      { HTTPS_PROXY: 'http://ann:hunter2@proxy.example:bad' },
      /^HTTPS_PROXY is not a valid proxy URL/,
    ],
    ['no host', { https_proxy: 'http://' }, /^https_proxy is not a valid proxy URL/],
    [
      'a password that is not encoded',
      { HTTPS_PROXY: 'http://ann:hunter2%@proxy.example' },
      /not a valid proxy URL/,
    ],
    [
      'ftp',
      { HTTPS_PROXY: 'ftp://ann:hunter2@proxy.example' },
      /^HTTPS_PROXY: unsupported proxy scheme ftp, use one of http, https$/,
    ],
    [
      'SOCKS',
      { HTTPS_PROXY: 'socks5://ann:hunter2@proxy.example' },
      /unsupported proxy scheme socks5, use one of http, https$/,
    ],
  ];
  for (const [what, environment, message] of refused) {
    it(`refuses ${what} by the name of the variable, without its password`, () => {
      assert.throws(
        () => proxyFor(new URL('https://api.example'), environment),
        (error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, message);
          assert.doesNotMatch(`${error.message} ${error.nextStep ?? ''} ${String(error.cause)}`, /hunter2/);
          return true;
        },
      );
    });
  }
});
