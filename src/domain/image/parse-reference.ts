import { UsageError } from '../errors.ts';
import { DOCKER_HUB, DOCKER_INDEX, OFFICIAL_PREFIX } from './docker-hub.ts';
import { digestFault } from './grammar/digest.ts';
import { type ImageReference, isDigest } from './reference.ts';
import type { Fault } from './grammar/fault.ts';
import { hostFault } from './grammar/host.ts';
import { repositoryFault } from './grammar/repository.ts';
import { tagFault } from './grammar/tag.ts';
import { type Part, type ReferenceParts, splitReference } from './split-reference.ts';

/** Why a text is not an image reference. */
export interface ReferenceProblem {
  /** One line with the text, the place and the reason. */
  readonly message: string;
  /** Counted from 1. */
  readonly column: number;
  readonly nextStep: string;
}

export type ReferenceResult =
  | { readonly valid: true; readonly reference: ImageReference }
  | { readonly valid: false; readonly problem: ReferenceProblem };

/** Parses an image reference given by a user. Throws UsageError. */
export function parseImageReference(text: string): ImageReference {
  const result = readImageReference(text);
  if (result.valid) return result.reference;
  throw new UsageError(result.problem.message, { nextStep: result.problem.nextStep });
}

/** As readImageReference, but without the reason. */
export function tryParseImageReference(text: string): ImageReference | undefined {
  const result = readImageReference(text);
  return result.valid ? result.reference : undefined;
}

/** Parses an image reference found in an object: a malformed one is a result, not an error. */
export function readImageReference(text: string): ReferenceResult {
  const parts = splitReference(text);
  const fault = textFault(text) ?? partsFault(parts);
  if (fault !== undefined) return { valid: false, problem: problemOf(text, fault) };
  const { tag, digest } = parts;
  return {
    valid: true,
    reference: {
      ...normalisedName(parts),
      ...(tag !== undefined && { tag: tag.text }),
      ...(digest !== undefined && isDigest(digest.text) && { digest: digest.text }),
    },
  };
}

function normalisedName(parts: ReferenceParts): Pick<ImageReference, 'host' | 'repository'> {
  const written = parts.host?.text ?? DOCKER_HUB;
  const host = written === DOCKER_INDEX ? DOCKER_HUB : written;
  const official = host === DOCKER_HUB && !parts.repository.text.includes('/');
  return { host, repository: official ? OFFICIAL_PREFIX + parts.repository.text : parts.repository.text };
}

function partsFault(parts: ReferenceParts): Fault | undefined {
  return (
    located(parts.host, hostFault) ??
    located(parts.repository, repositoryFault) ??
    normalisedLengthFault(parts) ??
    located(parts.tag, tagFault) ??
    located(parts.digest, digestFault)
  );
}

function located(part: Part | undefined, check: (text: string) => Fault | undefined): Fault | undefined {
  const fault = part === undefined ? undefined : check(part.text);
  return part === undefined || fault === undefined
    ? undefined
    : { ...fault, offset: part.start + fault.offset };
}

/** A short name may exceed the length limit only with its implied `library/`. */
function normalisedLengthFault(parts: ReferenceParts): Fault | undefined {
  const fault = repositoryFault(normalisedName(parts).repository);
  return fault === undefined ? undefined : { ...fault, offset: parts.repository.start };
}

function problemOf(text: string, { offset, reason, nextStep }: Fault): ReferenceProblem {
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  const column = offset + 1;
  const message = `invalid image reference ${JSON.stringify(shown)}, column ${column}: ${reason}`;
  return { message, column, nextStep };
}

/** Common mistakes in a whole reference, checked before it is parsed. */
function textFault(text: string): Fault | undefined {
  if (text === '') {
    return { offset: 0, reason: 'it is empty', nextStep: 'Use the form registry.example/team/app:1.0.' };
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
      nextStep: 'Use the repository name, e.g. registry.example/team/app@sha256:...',
    };
  }
  return undefined;
}
