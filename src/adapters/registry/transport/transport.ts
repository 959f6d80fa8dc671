import { RegistryError } from '../../../domain/errors.ts';
import { type Clock, SYSTEM_CLOCK } from '../../http/clock.ts';
import { type RegistriesOptions, SYSTEM_TRUST } from '../registries-options.ts';
import { backoff } from '../../http/backoff.ts';
import { retryAfter } from '../../http/retry-after.ts';
import { errorCode } from '../../http/error-code.ts';
import { createAgentPool } from './agent-pool.ts';
import { type Destination, hostBehind, nameOfHost } from './destination.ts';
import { createHostLine, type HostLine } from './host-line.ts';
import { exchange, type HttpAnswer, type HttpRequest } from './http-exchange.ts';
import { transportFailure } from './transport-failure.ts';

/** A request, on whose behalf, and until when. */
export interface RequestContext {
  readonly request: HttpRequest;
  readonly destination: Destination;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends a request with patience: queues per host, repeats what may pass, obeys `Retry-After`. Answers have a status
 * below 500 that is not 429; everything else is a RegistryError (or the signal's reason).
 */
export type Transport = (errand: RequestContext) => Promise<HttpAnswer>;

interface Patience {
  readonly clock: Clock;
  readonly retries: number;
  readonly longestWait: number;
}

/** What came of one attempt. */
interface Attempt {
  readonly answer: HttpAnswer;
  /** Milliseconds that the host wants to be left alone. */
  readonly asked: number | undefined;
}

export function createTransport(options: RegistriesOptions): Transport {
  const { concurrency = 8, timeout = 30_000, environment = process.env } = options;
  const { connectionFor = SYSTEM_TRUST, clock = SYSTEM_CLOCK, retries = 4, longestWait = 120_000 } = options;
  const agentFor = createAgentPool({ environment });
  const lines = new Map<string, HostLine>();

  return async (errand) => {
    const { request, destination, signal } = errand;
    const { url } = request;
    const { agent, proxy } = agentFor(url, hostBehind(url, destination, connectionFor));
    const line = lines.get(url.host) ?? createHostLine(concurrency, clock);
    lines.set(url.host, line);
    const task = async (): Promise<Attempt> => {
      const answer = await exchange(request, { agent, timeout, signal });
      const asked = isPassingAnswer(answer)
        ? retryAfter(answer.headers['retry-after'], clock.now())
        : undefined;
      // Before the next in the line gets its turn.
      if (asked !== undefined && asked <= longestWait) line.pause(asked);
      return { answer, asked };
    };
    try {
      return await insist(async () => line.run(task, signal), { clock, retries, longestWait }, errand);
    } catch (error) {
      if (error instanceof RegistryError || signal?.aborted === true) throw error;
      throw transportFailure(error, { url, destination, proxy });
    }
  };
}

async function insist(
  attempt: () => Promise<Attempt>,
  patience: Patience,
  errand: RequestContext,
): Promise<HttpAnswer> {
  const { clock, retries, longestWait } = patience;
  for (let round = 0; ; round += 1) {
    const result = await attempt().catch((error: unknown) => {
      if (round === retries || !isPassingError(error)) throw error;
      return undefined;
    });
    if (result !== undefined && !isPassingAnswer(result.answer)) return result.answer;
    const asked = result?.asked;
    if (result !== undefined && (round === retries || (asked ?? 0) > longestWait)) {
      throw refusal(result.answer, errand, asked);
    }
    if (asked === undefined) await clock.sleep(backoff(round, clock.random()), errand.signal);
  }
}

function refusal(
  { status }: HttpAnswer,
  { request, destination }: RequestContext,
  asked: number | undefined,
): RegistryError {
  const name = nameOfHost(request.url, destination);
  const { host } = destination;
  if (status !== 429) {
    return new RegistryError('server-error', host, `${name} keeps failing with ${status}`, {
      nextStep: "Try again later, or check the registry's log.",
    });
  }
  const wait = asked === undefined ? '' : `, and asks to wait ${Math.ceil(asked / 1000)} s`;
  return new RegistryError('too-many-requests', host, `${name} limits the rate of requests${wait}`, {
    nextStep: `Try again later, or log in to ${host} for a higher limit.`,
  });
}

const PASSING_STATUS = new Set([408, 429]);
/** What the server will never do. */
const LASTING_STATUS = new Set([501, 505]);
const PASSING_CODE = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** Whether the same request may well succeed a moment later. All our requests can be repeated. */
function isPassingAnswer({ status }: HttpAnswer): boolean {
  return PASSING_STATUS.has(status) || (status >= 500 && !LASTING_STATUS.has(status));
}

function isPassingError(error: unknown): boolean {
  return PASSING_CODE.has(errorCode(error));
}
