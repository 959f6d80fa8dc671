/** A row of the table of answers, and what its rows are made of. */
import type { RegistryFailure } from '../../../../src/domain/errors.ts';
import { FOUND, type Said, type Script } from './scripted-registry.ts';

export type Rows = Readonly<Record<string, Row>>;

export interface Row {
  readonly script: Script;
  /** Default: the right one. */
  readonly login?: 'right' | 'wrong' | 'none';
  /** What is known of the image then; default `present`. */
  readonly image?: 'present' | 'absent' | RegistryFailure;
  /** What is known of the login then; default `ok`. */
  readonly ping?: 'ok' | RegistryFailure;
  /** The message of the failure. */
  readonly says?: RegExp;
}

export const PAGE: Said = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>Sign in</html>',
};
export const BASIC = { 'www-authenticate': 'Basic realm="registry"' };
export const DENIES = /denies user "alice" access to shop\/web \(or there is no such repository\)/;
export const REJECTS = /rejects the login of user "alice"/;

export function errors(status: number, code: string, message = code): Said {
  const body = JSON.stringify({ errors: [{ code, message }] });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** The same to HEAD and GET. */
export function both(answer: Said): Script {
  return { head: answer, get: answer };
}

/** Wants user name and password with every request; the right ones get this. */
export function basicRegistry(answer: Said, ping: Said = { status: 200 }): Script {
  const guard = (said: Said) => (asked: { isRight: boolean }) =>
    asked.isRight ? said : { status: 401, headers: BASIC };
  return { ping: guard(ping), head: guard(answer), get: guard(answer) };
}

/** Gives tokens for no repository, and answers this for one. */
export function tokenForRepository(answer: Said): Script {
  return { token: ({ scope }) => (scope === undefined ? { status: 200, body: '{"token":"t"}' } : answer) };
}

export function bearer(parameters: string): Said {
  const challenge = `Bearer realm="{origin}/token",service="registry",${parameters}`;
  return { status: 401, headers: { 'www-authenticate': challenge } };
}

export const WITHOUT_DIGEST: Said = { ...FOUND, headers: { 'content-type': 'application/json' } };
export const TO_ELSEWHERE: Said = { status: 307, headers: { location: '{elsewhere}/signed?key=s3cret' } };
