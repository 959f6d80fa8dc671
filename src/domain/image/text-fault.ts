import type { Fault } from './grammar/fault.ts';

/** What is wrong with a whole reference before it is worth being taken apart; the commonest slips. */
export function textFault(text: string): Fault | undefined {
  if (text === '') {
    return { offset: 0, reason: 'it is empty', nextStep: 'Write it as in registry.example/team/app:1.0.' };
  }
  const space = text.search(/\s/);
  if (space !== -1) {
    return { offset: space, reason: 'it contains white space', nextStep: 'Remove the white space.' };
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme !== undefined) {
    return { offset: 0, reason: 'it begins with a scheme', nextStep: `Remove ${JSON.stringify(scheme)}.` };
  }
  if (/^[a-f0-9]{64}$/.test(text)) {
    return {
      offset: 0,
      reason: '64 hex digits are the ID of an image, not its name',
      nextStep: 'Name the repository, as in registry.example/team/app@sha256:...',
    };
  }
  return undefined;
}
