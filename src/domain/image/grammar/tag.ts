import type { Fault } from './fault.ts';
import { acceptedLength, quoteCharacter } from './fault.ts';

const TAG = /\w[\w.-]*/y;
const MAX_LENGTH = 128;

/** Checks a tag: 1 to 128 letters, digits, `_`, `.` and `-`, not beginning with `.` or `-`. */
export function tagFault(tag: string): Fault | undefined {
  if (tag === '') {
    return { offset: 0, reason: 'the tag is empty', nextStep: 'Remove the ":" or add a tag after it.' };
  }
  const accepted = acceptedLength(TAG, tag);
  if (accepted < tag.length) {
    return {
      offset: accepted,
      reason: `${quoteCharacter(tag, accepted)} is not allowed there in a tag`,
      nextStep: 'Use letters, digits, "_", "." and "-"; a tag cannot begin with "." or "-".',
    };
  }
  if (tag.length <= MAX_LENGTH) return undefined;
  return {
    offset: MAX_LENGTH,
    reason: `the tag is ${tag.length} characters long, more than ${MAX_LENGTH}`,
    nextStep: 'Use a shorter tag.',
  };
}
