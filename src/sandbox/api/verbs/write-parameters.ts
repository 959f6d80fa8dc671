import type { ApiFailure } from '../../objects/api-failure.ts';
import type { FieldValidation } from '../../objects/decode/field-validation.ts';
import type { WriteOptions } from '../../objects/objects.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { parameterOf, type ApiRequest } from '../http/api-request.ts';
import { invalidOptions } from '../http/invalid-options.ts';

/** What the query of a write says about how to write. */
export interface WriteParameters extends WriteOptions {
  readonly fieldValidation: FieldValidation;
  /** What is told on the way, for Warning headers. */
  readonly warnings: string[];
  readonly onWarning: (text: string) => void;
}

/** Reads `dryRun`, `fieldManager` and `fieldValidation`; throws ApiFailure 422 for values that the server refuses. */
export function writeParameters(request: Pick<ApiRequest, 'url' | 'headers'>): WriteParameters {
  const { url, headers } = request;
  const warnings: string[] = [];
  return {
    dryRun: isDryRun(url),
    fieldManager: parameterOf(url, 'fieldManager') ?? agentName(headers['user-agent']),
    fieldValidation: fieldValidation(url),
    warnings,
    onWarning: (text) => warnings.push(text),
  };
}

/** The answer with a header for each warning (RFC 7234, 5.5). */
export function withWarnings(answer: ApiAnswer, warnings: readonly string[]): ApiAnswer {
  if (warnings.length === 0) return answer;
  const warning = [...new Set(warnings)].map((text) => `299 - "${text.replaceAll(/["\\]/g, '\\$&')}"`);
  return { ...answer, headers: { ...answer.headers, warning } };
}

export function isDryRun(url: URL): boolean {
  const values = url.searchParams.getAll('dryRun');
  const wrong = values.find((value) => value !== 'All');
  if (wrong !== undefined)
    throw unsupported(url, 'dryRun', `${JSON.stringify(values)}: supported values: "All"`);
  return values.length > 0;
}

function fieldValidation(url: URL): FieldValidation {
  const value = parameterOf(url, 'fieldValidation') ?? 'Warn';
  if (value === 'Strict' || value === 'Warn' || value === 'Ignore') return value;
  throw unsupported(url, 'fieldValidation', `"${value}": supported values: "", "Ignore", "Strict", "Warn"`);
}

function unsupported(url: URL, field: string, problem: string): ApiFailure {
  const kind = url.searchParams.has('force') ? 'PatchOptions' : 'CreateOptions';
  const message = `Unsupported value: ${problem}`;
  return invalidOptions(kind, { field, reason: 'FieldValueNotSupported', message });
}

/** Who writes, when it does not say so: the first word of its user agent. */
function agentName(agent = ''): string {
  return (agent.split('/', 1)[0] ?? '').slice(0, 128);
}
