import assert from 'node:assert/strict';
import {
  type PlatformCommand,
  requirePlatformArguments,
  type Typed,
} from '../../src/cli/platform-arguments.ts';
import { UsageError } from '../../src/domain/errors.ts';

function typed(...words: readonly string[]): Typed {
  return {
    raw: words.map((word) =>
      word.startsWith('--') ? { type: 'flag', flag: word.slice(2) } : { type: 'arg', input: word },
    ),
  };
}

describe('requirePlatformArguments', () => {
  const read: readonly (readonly [PlatformCommand, ...string[]])[] = [
    ['copy', '--platform', '--to', '--username', '--password-stdin', '--retry', '--yes', '--output'],
    ['switch', '--platform', '--to', '--pull-username', '--share-push-login', '--timeout', '--context'],
    ['rollback', '--platform', '--expect', '--registry-ca', '--yes'],
    ['finish', '--platform', '--yes', '--dry-run'],
  ];
  for (const [command, ...words] of read) {
    it(`takes what ${command} reads`, () => {
      requirePlatformArguments(command, typed(...words));
    });
  }

  const refused: readonly (readonly [PlatformCommand, string, RegExp])[] = [
    ['copy', '--from', /^--from is not for copy --platform/],
    ['switch', '--namespace', /^--namespace is not for switch --platform/],
    ['switch', '--expect', /^--expect is not for switch --platform/],
    ['rollback', 'deployment/web', /^argument "deployment\/web" is not for rollback --platform/],
    ['finish', '--from', /^--from is not for finish --platform/],
  ];
  for (const [command, word, message] of refused) {
    it(`refuses ${word}, which ${command} would not obey`, () => {
      assert.throws(
        () => {
          requirePlatformArguments(command, typed('--platform', word));
        },
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});
