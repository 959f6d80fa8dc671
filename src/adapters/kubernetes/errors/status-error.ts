import { ClusterError, type ClusterFailure } from '../../../domain/errors.ts';
import { type Resource, SECRETS } from '../../../domain/kubernetes/resource.ts';
import { STATUS_CODES } from '../../http/node-http.ts';
import { type ApiStatus, disruptionBudget } from './api-status.ts';

/** What was asked for when the server refused. */
export interface RefusedRequest {
  /** The request was a JSON Patch. */
  readonly isPatch: boolean;
  /** Absent: of no objects. Of Secrets nothing that the server quotes may be shown. */
  readonly resource?: Resource | undefined;
}

const NEXT_STEPS: Partial<Record<ClusterFailure, string>> = {
  unauthorized: 'Log in again, or check the user of your kubeconfig context (kubectl auth whoami).',
  forbidden:
    'Ask a cluster administrator for this permission; `kubectl registry-switch preflight` lists all missing ones, `kubectl registry-switch rbac` prints the roles.',
  conflict: 'The object was changed concurrently: run the command again.',
  'patch-test-failed': 'The object was changed concurrently: run the command again.',
  'too-many-requests': 'The API server is busy: run the command again later.',
  expired: 'The list took too long, or the cluster changes very fast: run the command again.',
};

const FAILURES: ReadonlyMap<number, ClusterFailure> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [410, 'expired'],
  [429, 'too-many-requests'],
]);

/** Translates what the API server answered into our error; the message is the server's own, as with kubectl. */
export function statusError(status: ApiStatus, request: RefusedRequest): ClusterError {
  const failure = failureOf(status, request);
  const nextStep = admissionStep(status) ?? NEXT_STEPS[failure];
  return new ClusterError(
    failure,
    messageOf(status, failure, request),
    nextStep === undefined ? {} : { nextStep },
  );
}

/** Quotas and policies are checked after authorization: no role helps. */
function admissionStep({ message }: ApiStatus): string | undefined {
  if (QUOTA.test(message))
    return 'Increase or remove that quota (`kubectl describe quota` in that namespace).';
  const denial = DENIAL.exec(message)?.groups?.denial;
  return denial === undefined ? undefined : 'Ask the owner of that cluster policy.';
}

/** The API server says so in words only: k8s.io/apiserver/pkg/admission/plugin/resourcequota. */
const QUOTA = /^[a-z0-9.-]+ "[^"]*" is forbidden: exceeded quota: /;

/**
 * What the API server itself says before it quotes the webhook or the policy that denies: k8s.io/apiserver,
 * pkg/admission/plugin/webhook/errors and pkg/admission/plugin/policy/validating.
 */
const DENIAL =
  /^(?:[a-z0-9.-]+ "[^"]*" is forbidden: )?(?<denial>admission webhook "[a-z0-9.-]+" denied the request|ValidatingAdmissionPolicy '[a-z0-9.-]+' with binding '[a-z0-9.-]+' denied request)/;

function failureOf(status: ApiStatus, { isPatch }: RefusedRequest): ClusterFailure {
  if (status.reason === 'AlreadyExists') return 'already-exists';
  if (status.causes.some(({ reason }) => reason === 'NamespaceTerminating')) return 'terminating';
  if (isPatch && isUnappliablePatch(status)) return 'patch-test-failed';
  return FAILURES.get(status.code) ?? (status.code >= 500 ? 'server-error' : 'invalid');
}

/**
 * A JSON Patch that does not apply to the object as it is now (a `test` fails, a path is gone) is answered with 422
 * and details that are there but empty; a validation error names object and fields in them, an admission webhook
 * that denies with 422 leaves them out.
 */
function isUnappliablePatch({ code, details }: ApiStatus): boolean {
  return code === 422 && details === 'empty';
}

function messageOf(status: ApiStatus, failure: ClusterFailure, { resource }: RefusedRequest): string {
  if (failure === 'unauthorized') return 'You must be logged in to the server (Unauthorized)';
  if (failure === 'patch-test-failed') return 'The object has changed since the change was decided';
  const guarded = isSecret(resource) ? secretMessage(status, failure) : undefined;
  if (guarded !== undefined) return guarded;
  const budget = disruptionBudget(status);
  if (budget !== undefined) return `${status.message} ${budget}`;
  const fallback = `the server answered ${status.code} ${STATUS_CODES[status.code] ?? ''}`.trim();
  return status.message === '' ? fallback : withoutQuotedObject(status);
}

function isSecret(resource: Resource | undefined): boolean {
  return resource?.group === SECRETS.group && resource.plural === SECRETS.plural;
}

/** What is said of a refused Secret where the server's own words may quote it. */
function secretMessage(status: ApiStatus, failure: ClusterFailure): string | undefined {
  const denial = DENIAL.exec(status.message)?.groups?.denial;
  // The rest is quoted from a webhook or policy that has seen the Secret.
  if (denial !== undefined) return denial;
  return failure === 'invalid' ? `The server rejects the Secret as invalid${fieldList(status)}` : undefined;
}

/**
 * When the outcome of a patch cannot be decoded, the server quotes the whole object, as the value of the "field"
 * called `patch`: too much to read, and it may hold credentials. Only what is wrong with it is kept.
 */
function withoutQuotedObject({ message, causes }: ApiStatus): string {
  if (!causes.some(({ field }) => field === 'patch')) return message;
  return `The change does not fit the object: ${message.replace(/^.*?Invalid value: "(?:[^"\\]|\\.)*": /s, '')}`;
}

/** The server quotes wrong values, sometimes the whole object: for Secrets only the fields are named. */
function fieldList({ causes }: ApiStatus): string {
  return causes.length === 0
    ? ''
    : `: ${causes.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`;
}
