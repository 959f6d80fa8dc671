/** One request to an API server, and how much of the answer counts. */
export interface Step {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With query. `{ns}` stands for the group's namespace, `{name}` for what a step before has remembered. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; the placeholders of `path` count here too. */
  readonly body?: object | string;
  /** The request is repeated until the answer's body is so. */
  readonly until?: (body: unknown) => boolean;
  /** What later steps may use: dotted path into the body, by name. */
  readonly remember?: Readonly<Record<string, string>>;
  /** What of the body is compared; default: all of it. */
  readonly compared?: (body: unknown) => unknown;
}

/** Steps that are run in order, in a namespace of their own. */
export interface StepGroup {
  readonly name: string;
  /** Labels of the namespace. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** What is known of an answer: what the server chose by chance is replaced by names in angle brackets. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  readonly warning?: string;
  readonly body: unknown;
}

/** Answers by group and by step. */
export type Answers = Readonly<Record<string, Readonly<Record<string, Answer>>>>;

type Extra = Partial<Omit<Step, 'name' | 'method' | 'path' | 'body'>>;

export function get(name: string, path: string, extra: Extra = {}): Step {
  return { name, method: 'GET', path, ...extra };
}

export function post(name: string, path: string, body: object | string, extra: Extra = {}): Step {
  return { name, method: 'POST', path, body, ...extra };
}

export function put(name: string, path: string, body: object | string, extra: Extra = {}): Step {
  return { name, method: 'PUT', path, body, ...extra };
}

export function remove(name: string, path: string, body?: object, extra: Extra = {}): Step {
  return { name, method: 'DELETE', path, ...(body === undefined ? {} : { body }), ...extra };
}

type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** A patch in one of the four forms: `[form, name]`. */
export function patch(
  [type, name]: readonly [PatchType, string],
  path: string,
  body: object | string,
  extra: Extra = {},
): Step {
  return { name, method: 'PATCH', path, body, headers: { 'content-type': PATCH_TYPES[type] }, ...extra };
}

/** What stands at a dotted path; `undefined` when it leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined,
      value,
    );
}

/** The same object without some of its fields. */
export function without(value: unknown, ...fields: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([field]) => !fields.includes(field)));
}
