import type { Fault } from './fault.ts';
import { acceptedLength, quoteCharacter } from './fault.ts';

const COMPONENT = /[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*/y;
const MAX_LENGTH = 255;

/** Checks the path below the host: lower-case components between single slashes, 255 characters at most. */
export function repositoryFault(repository: string): Fault | undefined {
  let offset = 0;
  for (const component of repository.split('/')) {
    const fault = componentFault(component);
    if (fault !== undefined) return { ...fault, offset: offset + fault.offset };
    offset += component.length + 1;
  }
  if (repository.length <= MAX_LENGTH) return undefined;
  return {
    offset: MAX_LENGTH,
    reason: `the repository is ${repository.length} characters long, more than ${MAX_LENGTH}`,
    nextStep: 'Use a shorter repository name.',
  };
}

function componentFault(component: string): Fault | undefined {
  if (component === '') {
    return {
      offset: 0,
      reason: 'a part of the repository is empty',
      nextStep: 'Separate the parts of the repository with single slashes.',
    };
  }
  const accepted = acceptedLength(COMPONENT, component);
  if (accepted === component.length) return undefined;
  if (/[A-Z]/.test(component.charAt(accepted))) {
    return {
      offset: accepted,
      reason: 'a repository must be lower case',
      nextStep: `Write ${component.toLowerCase()} in lower case.`,
    };
  }
  return {
    offset: accepted,
    reason: `${quoteCharacter(component, accepted)} is not allowed there in a repository`,
    nextStep:
      'Use lower-case letters and digits, with one ".", one or two "_" or any number of "-" between them.',
  };
}
