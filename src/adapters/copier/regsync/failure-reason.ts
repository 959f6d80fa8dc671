import type { Credential } from '../../../domain/credentials/credential.ts';
import type { LaidOutCopy } from './copy-layout.ts';

const MAX_LENGTH = 300;

/** What regsync puts before the cause: what it was doing, to which reference, by which URL. */
const PREAMBLES = [
  /^copy failed, error getting source: /,
  /^failed to access target registry: /,
  /^failed to request manifest \w+ \S+: /,
  /^failed to (?:get|put|push) manifest \S+: /,
  /^failed to (?:send|get|mount) blob.*?, ref \S+: /,
  /^(?:Head|Get|Post|Put|Patch) "[^"]*": /,
  /^request failed: /,
  /^unexpected http status code: /,
];

/** What registries mean by it, where they do not say so. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/failed to send blob post.*(?:\bEOF|connection reset by peer)\W*$/s, 'is the repository missing there?'],
  [/failed to send blob post.*\[http 404\]/s, 'is the repository, or its project, missing there?'],
  [
    /failed to send blob post.*(?:unauthorized|denied)/is,
    'does its project exist, and is the login allowed to push?',
  ],
  [
    /failed to put manifest.*(?:TAG_INVALID|\[http 412\])/s,
    'tags are immutable there: does the tag have another image?',
  ],
];

/** The cause of one image's failure in one line: `host: cause (hint)`, without any secret. */
export function failureReason(error: string, entry: LaidOutCopy): string {
  const cause = withoutPreambles(error.replaceAll(/\s+/g, ' ').trim());
  const host = failingHost(error, entry);
  const line = `${host === undefined ? '' : `${host}: `}${readableBody(cause)}`;
  const clean = hideSecrets(line, entry).trim();
  const hint = HINTS.find(([pattern]) => pattern.test(error))?.[1];
  const suffix = hint === undefined ? '' : ` (${hint})`;
  const room = MAX_LENGTH - suffix.length;
  return `${clean.length > room ? `${clean.slice(0, room - 1)}…` : clean}${suffix}`;
}

function withoutPreambles(text: string): string {
  const preamble = PREAMBLES.find((pattern) => pattern.test(text));
  return preamble === undefined ? text : withoutPreambles(text.replace(preamble, ''));
}

/** The side that the error speaks of: it names the reference that was asked for. */
function failingHost(error: string, { source, target, copy }: LaidOutCopy): string | undefined {
  if (error.includes(repositoryOf(source))) return copy.source.host;
  return error.includes(repositoryOf(target)) ? copy.target.host : undefined;
}

/** `name/repository` with the separator of tag or digest cut off. */
function repositoryOf(reference: string): string {
  return reference.replace(/(?:@.*|:[^/:]*)$/, '');
}

/** Replaces a body as registries send it (`{"errors":[{"code":...}]}`) by its codes and messages. */
function readableBody(text: string): string {
  const body = /: (?<json>\{.*\}) ?$/.exec(text)?.groups?.json;
  if (body === undefined) return text.replace(/: ?$/, '');
  const messages = [...body.matchAll(/"(?:code|message)": ?"(?<value>(?:[^"\\]|\\.)*)"/g)];
  const said = messages.map(({ groups }) => groups?.value?.replaceAll(/\\./g, ' ') ?? '');
  return said.length === 0 ? text : text.replace(body, said.join(' '));
}

/** Errors hold no credentials that we know of, but may quote URLs that are signed. */
function hideSecrets(text: string, { copy }: LaidOutCopy): string {
  const secrets = [...secretsOf(copy.sourceCredential), ...secretsOf(copy.targetCredential)];
  return secrets
    .reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
    .replaceAll(/(?<=https?:\/\/)[^/@\s"]*@/g, '')
    .replaceAll(/(?<=https?:\/\/[^\s"?]*)\?[^\s"]*/g, '');
}

function secretsOf(credential: Credential | undefined): readonly string[] {
  if (credential === undefined) return [];
  const secret = credential.kind === 'basic' ? credential.password : credential.token;
  return secret === '' ? [] : [secret, encodeURIComponent(secret)];
}
