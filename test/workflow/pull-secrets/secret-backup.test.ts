import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LoginChange } from '../../../src/domain/credentials/revert-logins.ts';
import { revertChanges, withChange } from '../../../src/workflow/pull-secrets/secret-backup.ts';

type Event = 'write' | 'killed write' | 'edit';

/** What a Secret and its backup become, and what a rollback owes: the value that is nobody's but the users'. */
interface History {
  readonly value: string;
  readonly changes: readonly LoginChange[];
  readonly owed: string;
  readonly edited: boolean;
}

function after(events: readonly Event[]): History {
  const start: History = { value: 'original', changes: [], owed: 'original', edited: false };
  return events.reduce<History>((history, event, index) => {
    const value = `${event} ${index}`;
    if (event === 'edit') return { ...history, value, owed: value, edited: history.changes.length > 0 };
    const changes = withChange(history.changes, { before: history.value, after: value });
    return event === 'write' ? { ...history, value, changes } : { ...history, changes };
  }, start);
}

const events = fc.array(fc.constantFrom<Event>('write', 'killed write', 'edit'), { maxLength: 12 });

describe('the changes in the backup of a Secret', () => {
  it('lead back to what the users had, however often the tool was killed', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { value, changes, owed, edited } = after(happened);
        assert.deepEqual(revertChanges(changes, value), { value: owed, edited });
      }),
    );
  });

  it('are at most two for each time that somebody edited it', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const edits = happened.filter((event) => event === 'edit').length;
        assert.ok(after(happened).changes.length <= 2 * (edits + 1));
      }),
    );
  });

  it('are nothing to undo where the user put back the oldest value', () => {
    const { changes } = after(['write', 'edit', 'write']);
    assert.deepEqual(revertChanges(changes, 'original'), { value: 'original', edited: false });
  });
});
