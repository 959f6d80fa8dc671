/** The environment of the process: it neither weakens what is checked nor shows what is secret, and nobody inherits a password. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployment } from './builders/deployment.ts';
import { assertError, assertExit, describeOutcome, EXIT } from './harness/outcome.ts';
import { passwordTraces } from './harness/password-traces.ts';
import { move } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

/** Of Node's own modules that see what is sent. */
const NODE_DEBUG = 'http,https,net,tls,stream';

describe('the environment', () => {
  let site: Site;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'environment-'));
    site = await openSite('environment');
    const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  });

  after(async () => {
    await site[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('lets no registry in that is not trusted: NODE_TLS_REJECT_UNAUTHORIZED=0 is of no effect', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const outcome = await move(site, ['plan'], { authorities: ['source'], env });
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [site.cluster.target.host, /certificate/i]);
  });

  it('shows nothing of what is sent: NODE_DEBUG is of no effect', async () => {
    const { target, source } = site.cluster;
    const outcome = await move(site, ['plan'], { env: { NODE_DEBUG, NODE_DEBUG_NATIVE: 'tls' } });
    assertExit(outcome, EXIT.done);
    assert.deepEqual(passwordTraces(outcome.stderr, target), [], describeOutcome(outcome));
    assert.deepEqual(passwordTraces(outcome.stderr, source), [], describeOutcome(outcome));
    assert.doesNotMatch(outcome.stderr, /authorization|bearer/i, describeOutcome(outcome));
  });

  it('keeps the password from credential helpers, which get all the rest', async () => {
    const { username, password } = site.cluster.target;
    const { host, ...login } = site.cluster.source;
    const seen = path.join(folder, 'seen');
    const answer = JSON.stringify({ Username: login.username, Secret: login.password });
    const helper = `#!/bin/sh\nenv > '${seen}'\ncat <<'END'\n${answer}\nEND\n`;
    writeFileSync(path.join(folder, 'docker-credential-nosy'), helper);
    chmodSync(path.join(folder, 'docker-credential-nosy'), 0o755);
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ credHelpers: { [host]: 'nosy' } }));
    const env = {
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      DOCKER_CONFIG: folder,
      REGISTRY_SWITCH_USERNAME: username,
      REGISTRY_SWITCH_PASSWORD: password,
    };
    assertExit(await move(site, ['plan'], { login: 'none', env }), EXIT.done);
    const environment = readFileSync(seen, 'utf8');
    assert.ok(environment.includes(`DOCKER_CONFIG=${folder}`));
    assert.deepEqual(passwordTraces(environment, site.cluster.target), []);
  });
});
