import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const GIVEN = { REPO_USER: 'u', REPO_PASSWORD: 'p', IMAGE_WITH_TAG: 'client.registry/repo/deckhouse:v1' };
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

interface Call {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Without any cluster. */
async function run({ args = [], env = {}, input = '' }: Call) {
  const child = spawn(process.execPath, [PROGRAM, 'copier-secret', ...args], {
    env: { PATH: process.env.PATH, KUBECONFIG: '/dev/null', ...env },
  });
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { stdout, stderr, exitCode };
}

interface Secret {
  readonly metadata: object;
  readonly data: Readonly<Record<string, string>>;
}

function decoded(value = ''): unknown {
  return JSON.parse(Buffer.from(value, 'base64').toString('utf8'));
}

async function destination(call: Call): Promise<unknown> {
  const { stdout, stderr } = await run({ ...call, args: [...(call.args ?? []), '-o', 'yaml'] });
  assert.equal(stderr, '');
  return decoded((parse(stdout) as Secret).data['dest-repo.json']);
}

describe('copier-secret', () => {
  for (const password of [
    'Pass"Word',
    'back\\slash',
    '$HOME `id`',
    'a:b',
    'two words',
    'Grüße',
    "it's",
    '{}',
  ]) {
    it(`gives the copier and Deckhouse the password ${password} as it is, and shows it in no argument`, async () => {
      const env = { ...GIVEN, REPO_PASSWORD: password };
      assert.deepEqual(await destination({ env }), {
        username: 'u',
        password,
        insecure: false,
        image: 'client.registry/repo/deckhouse:v1',
      });
      const { stdout } = await run({ env });
      const patch = stdout.split('\n').find((line) => line.startsWith('{"data"')) ?? '';
      const { data } = JSON.parse(patch) as Secret;
      const config = decoded(data['.dockerconfigjson']) as {
        readonly auths: Readonly<Record<string, { readonly auth: string }>>;
      };
      const login = Buffer.from(config.auths['client.registry']?.auth ?? '', 'base64').toString('utf8');
      assert.equal(login, `u:${password}`);
      assert.ok(!stdout.includes(password));
    });
  }

  it('takes flags instead of variables, and the password from standard input', async () => {
    const args = [
      '--image',
      'r.example:5000/dkp:v2',
      '--username',
      'me',
      '--password-stdin',
      '--insecure-registry',
    ];
    assert.deepEqual(await destination({ args, input: 'secret\n' }), {
      username: 'me',
      password: 'secret',
      insecure: true,
      image: 'r.example:5000/dkp:v2',
    });
  });

  it('prints a Secret that carries nothing but what the user wrote', async () => {
    const { stdout } = await run({ env: GIVEN, args: ['-o', 'json'] });
    const { metadata, data } = JSON.parse(stdout) as Secret;
    assert.deepEqual(metadata, { name: 'images-copier-config', namespace: 'd8-system' });
    assert.deepEqual(Object.keys(data), ['dest-repo.json']);
  });

  it('writes all keys of the registry in one request, an old CA among them', async () => {
    const keysOf = async (env: Readonly<Record<string, string>>) => {
      const { stdout } = await run({ env: { ...GIVEN, ...env } });
      const line = stdout.split('\n').find((one) => one.startsWith('{"data"')) ?? '';
      const { data } = JSON.parse(line) as { readonly data: Readonly<Record<string, string | null>> };
      return Object.fromEntries(
        ['address', 'path', 'scheme', 'ca'].map((key) => [
          key,
          typeof data[key] === 'string' ? Buffer.from(data[key], 'base64').toString() : data[key],
        ]),
      );
    };
    const place = { address: 'client.registry', path: '/repo/deckhouse' };
    assert.deepEqual(await keysOf({}), { ...place, scheme: 'https', ca: null });
    assert.deepEqual(await keysOf({ REGISTRY_CA: PEM }), { ...place, scheme: 'https', ca: PEM });
    assert.deepEqual(await keysOf({ INSECURE_REGISTRY: '1' }), { ...place, scheme: 'http', ca: null });
  });

  const refusals: readonly (readonly [string, Call, RegExp])[] = [
    ['no user name', { env: { ...GIVEN, REPO_USER: '' } }, /the user name is missing\n.*REPO_USER/s],
    ['no password', { env: { ...GIVEN, REPO_PASSWORD: '' } }, /the password is missing\n.*REPO_PASSWORD/s],
    ['no image', { env: { ...GIVEN, IMAGE_WITH_TAG: '' } }, /the image is missing\n.*IMAGE_WITH_TAG/s],
    ['no tag', { env: { ...GIVEN, IMAGE_WITH_TAG: 'r.example:5000/dkp' } }, /has no tag/],
    [
      'a digest',
      { env: { ...GIVEN, IMAGE_WITH_TAG: `r.example/d:v1@sha256:${'a'.repeat(64)}` } },
      /by digest/,
    ],
    ['no registry', { env: { ...GIVEN, IMAGE_WITH_TAG: 'deckhouse:v1' } }, /names no registry/],
    ['no reference', { env: { ...GIVEN, IMAGE_WITH_TAG: 'https://r.example/d:v1' } }, /https/],
    ['a line break', { env: { ...GIVEN, REPO_PASSWORD: 'a\nb' } }, /line break/],
    ['a colon in the user name', { env: { ...GIVEN, REPO_USER: 'a:b' } }, /colon/],
    ['a CA that is none', { env: { ...GIVEN, REGISTRY_CA: '/dev/null' } }, /no PEM certificate/],
    [
      'a CA for http',
      { env: { ...GIVEN, REGISTRY_CA: PEM, INSECURE_REGISTRY: '1' } },
      /http has no certificate/,
    ],
    ['an argument', { env: GIVEN, args: ['now'] }, /Unexpected argument|unexpected argument/i],
  ];
  for (const [what, call, message] of refusals) {
    it(`refuses ${what}, prints nothing and quotes no password`, async () => {
      const { stdout, stderr, exitCode } = await run(call);
      assert.equal(exitCode, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
    });
  }
});
