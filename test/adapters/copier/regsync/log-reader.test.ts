import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { layOut } from '../../../../src/adapters/copier/regsync/copy-layout.ts';
import { RegsyncLogReader } from '../../../../src/adapters/copier/regsync/log-reader.ts';
import type { CopyEvent } from '../../../../src/domain/copy/copy.ts';
import type { AuthorizedCopy } from '../../../../src/domain/ports/copy-engine.ts';
import { copy, copyRequest, digest } from './copy-request.ts';

/** Logs of regsync v0.11.7; hosts and digests of images renamed. */
function recorded(name: string): string[] {
  return readFileSync(new URL(`fixtures/${name}.log`, import.meta.url), 'utf8').split('\n');
}

function readerOf(copies: readonly AuthorizedCopy[]): RegsyncLogReader {
  return new RegsyncLogReader(layOut(copyRequest(copies, { parallelism: 1 }))[0]?.copies ?? []);
}

function login(username: string) {
  return { kind: 'basic', username, password: `p${username}-secret` } as const;
}

const FROM_A = { sourceCredential: login('a'), targetCredential: login('t') };
const FROM_B = { sourceCredential: login('b'), targetCredential: login('t') };
const ONE = `old.example:5000/a/one@${digest('1')}`;
const TWO = `old.example:5000/b/two@${digest('2')}`;
const THREE = `old.example:5000/a/three@${digest('3')}`;
const THREE_COPIES = [
  copy(ONE, 'new.example/m/one:1', FROM_A),
  copy(TWO, 'new.example/m/two:2', FROM_B),
  copy(THREE, 'new.example/m/three:3', FROM_A),
];

/** `type target`, repetitions dropped. */
function brief(events: readonly CopyEvent[]): string[] {
  const words = events.map((event) => `${event.type} ${'target' in event ? event.target : ''}`);
  return words.filter((word, index) => word !== words[index - 1]);
}

describe('RegsyncLogReader', () => {
  it('follows images to their end, through a name of a second login and images of several platforms', () => {
    const reader = readerOf(THREE_COPIES);
    assert.deepEqual(brief(recorded('copied').flatMap((line) => reader.read(line))), [
      'started new.example/m/one:1',
      'finished new.example/m/one:1',
      'started new.example/m/two:2',
      'layer new.example/m/two:2',
      'finished new.example/m/two:2',
      'started new.example/m/three:3',
      'layer new.example/m/three:3',
    ]);
    assert.deepEqual(brief(reader.end(true)), ['finished new.example/m/three:3']);
  });

  it('follows images that are at the target already', () => {
    const reader = readerOf(THREE_COPIES);
    const events = [...recorded('repeated').flatMap((line) => reader.read(line)), ...reader.end(true)];
    assert.deepEqual(
      brief(events).filter((word) => word.startsWith('finished')),
      ['finished new.example/m/one:1', 'finished new.example/m/two:2', 'finished new.example/m/three:3'],
    );
  });

  it('calls nothing failed or finished that a stopped pod left behind', () => {
    const reader = readerOf(THREE_COPIES);
    const events = [...recorded('stopped').flatMap((line) => reader.read(line)), ...reader.end(false)];
    assert.deepEqual(brief(events), [
      'started new.example/m/one:1',
      'layer new.example/m/one:1',
      'finished new.example/m/one:1',
      'started new.example/m/two:2',
      'layer new.example/m/two:2',
    ]);
  });

  it('tells why images failed, in one line and with the host', () => {
    const reader = readerOf([
      copy(ONE, 'new.example/m/denied:1', FROM_A),
      copy(`old.example:5000/a/gone@${digest('e')}`, 'new.example/m/gone:1', FROM_A),
      copy(`old.example:5000/a/old@${digest('4')}`, 'new.example/m/old:1', FROM_A),
      copy(TWO, 'tls.example/m/unknown-ca:2', { sourceCredential: login('b') }),
      copy(ONE, 'closed.example/m/closed:1', { sourceCredential: login('a') }),
      copy(THREE, 'new.example/m/busy:3', FROM_A),
      copy(THREE, 'new.example/m/three:3', FROM_A),
    ]);
    const events = [...recorded('failed').flatMap((line) => reader.read(line)), ...reader.end(false)];
    const failed = events.flatMap((event) => (event.type === 'failed' ? [[event.target, event.reason]] : []));
    assert.deepEqual(failed, [
      [
        'new.example/m/denied:1',
        'new.example: unauthorized [http 403]: DENIED requested access to the resource is denied (does its project exist, and is the login allowed to push?)',
      ],
      ['new.example/m/gone:1', 'old.example:5000: not found [http 404]'],
      [
        'new.example/m/old:1',
        'regsync does not copy images of media type application/vnd.docker.distribution.manifest.v1+prettyjws (Docker schema 1: push the image again)',
      ],
      [
        'tls.example/m/unknown-ca:2',
        'tls.example: tls: failed to verify certificate: x509: certificate signed by unknown authority',
      ],
      ['closed.example/m/closed:1', 'closed.example: dial tcp closed.example: connect: connection refused'],
      ['new.example/m/busy:3', 'new.example: Service Unavailable [http 503]'],
    ]);
    const finished = brief(events).filter((word) => word.startsWith('finished'));
    assert.deepEqual(finished, [], 'a failed image is not finished, nor is what a failed pod did last');
  });

  it('finishes what comes after a failure', () => {
    const reader = readerOf(THREE_COPIES);
    const failure = { msg: 'Failed to sync', target: 'new.example/m/one:1', error: 'boom' };
    const next = { msg: 'Image sync needed', target: 'new.example/m/three:3' };
    assert.deepEqual(brief(reader.read(JSON.stringify(failure))), ['failed new.example/m/one:1']);
    assert.deepEqual(brief(reader.read(JSON.stringify(next))), [
      'finished new.example/m/two:2',
      'started new.example/m/three:3',
    ]);
  });

  it('finds the image of a line that names the source alone, the first of several with it', () => {
    const copies = [copy(ONE, 'new.example/x:1', FROM_A), copy(ONE, 'new.example/y:1', FROM_A)];
    const reader = readerOf(copies);
    const line = JSON.stringify({
      msg: 'Skipping unsupported media type',
      ref: ONE,
      mediaType: 'text/plain',
    });
    assert.deepEqual(brief(reader.read(line)), ['failed new.example/x:1']);
    assert.deepEqual(brief(reader.read(line)), ['failed new.example/y:1']);
  });

  const others: [string, string, readonly CopyEvent[]][] = [
    [
      'a wait for the rate limit',
      '{"msg":"Delaying for rate limit","source-remain":3,"sleep":900000000000}',
      [{ type: 'rate-limited', seconds: 900 }],
    ],
    [
      'a wait of unknown length',
      '{"msg":"Delaying for rate limit"}',
      [{ type: 'rate-limited', seconds: undefined }],
    ],
    [
      'a target that regsync cannot read',
      '{"msg":"Failed parsing target","target":"new.example/m/one:1","error":"invalid reference"}',
      [{ type: 'failed', target: 'new.example/m/one:1', reason: 'invalid reference' }],
    ],
    [
      'a source that regsync cannot read',
      `{"msg":"Failed parsing source","source":"${ONE}","error":"invalid reference"}`,
      [{ type: 'failed', target: 'new.example/m/one:1', reason: 'invalid reference' }],
    ],
    ['an image of another shard', '{"msg":"Image sync needed","target":"new.example/elsewhere:1"}', []],
    ['plain text', 'failed to open /config/regsync-0.yml', []],
    ['half a line', '{"msg":"Image sync nee', []],
    ['JSON of something else', '{"level":"INFO"}', []],
    ['nothing', '', []],
  ];
  for (const [name, line, expected] of others) {
    it(`reads ${name}`, () => {
      assert.deepEqual(readerOf(THREE_COPIES).read(line), expected);
    });
  }
});
