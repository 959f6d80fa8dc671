/** The `continue` of a page: where the list goes on, and in which version of the cluster (apiserver, storage/continue.go). */
import { ApiFailure } from '../../objects/api-failure.ts';

export interface ContinueToken {
  /** -1: goes on in whatever is there now. */
  readonly version: number;
  /** `namespace/name` of the last object before. */
  readonly after: string;
}

export function encodeContinue({ version, after }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: version, start: `${after}\u0000` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Throws ApiFailure 400 for what is no such token. */
export function decodeContinue(text: string): ContinueToken {
  const { v, rv, start } = parsed(text);
  if (v !== 'meta.k8s.io/v1') throw invalid(`server does not recognize this encoded version ${String(v)}`);
  if (typeof rv !== 'number' || rv === 0)
    throw invalid('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '')
    throw invalid('encoded start key empty (version meta.k8s.io/v1)');
  return { version: rv, after: start.replace(/\u0000$/, '') };
}

/** The failure of a list whose version is forgotten; it brings a token to go on with what is there now. */
export class ContinueExpired extends ApiFailure {
  readonly continueAt: string;

  constructor(token: ContinueToken) {
    super(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
        'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
        'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
        'deleted between the time the first chunk was returned and now may show up in the list.',
    );
    this.continueAt = encodeContinue({ ...token, version: -1 });
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  const json = Buffer.from(text, 'base64url');
  try {
    return JSON.parse(json.toString()) as Readonly<Record<string, unknown>>;
  } catch {
    throw invalid(`invalid character ${inGo(json[0] ?? 0)} looking for beginning of value`);
  }
}

/** A byte as Go's JSON errors name it. */
function inGo(byte: number): string {
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return `'${isPrintable ? String.fromCharCode(byte) : `\\u${byte.toString(16).padStart(4, '0')}`}'`;
}

function invalid(reason: string): ApiFailure {
  return new ApiFailure(400, 'BadRequest', `invalid continue token: continue key is not valid: ${reason}`);
}
