import { ApiFailure } from '../../objects/api-failure.ts';
import { PODS } from '../../objects/api-resources.ts';
import { textAnswer, type ApiAnswer } from '../http/api-answer.ts';
import { flagged, parameterOf } from '../http/api-request.ts';
import { objectIn, type ResourceCall } from '../resource-call.ts';
import type { PodLogLine, PodLogOptions } from '../pod-logs.ts';
import { containerIn, refuseWithoutLog } from './logged-container.ts';

/** The log of a container: `GET .../pods/<name>/log`. */
export function logAnswer(call: ResourceCall): ApiAnswer {
  const { url, signal } = call.request;
  const pod = objectIn({ ...call, resource: PODS });
  const container = containerIn(pod, parameterOf(url, 'container'));
  // Nobody to ask yet.
  if (pod.spec?.nodeName === undefined) return { status: 204, body: '' };
  const options = logOptions(url, call.clock.now());
  refuseWithoutLog(pod, container, options.previous === true);
  const { name, namespace = '', uid } = pod.metadata;
  const lines = call.logs.lines({ namespace, name, uid }, container, options, signal);
  if (lines === undefined) return textAnswer(200, '');
  const texts = lineTexts(lines, flagged(url, 'timestamps'));
  const most = numberIn(url, 'limitBytes');
  return {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: most === undefined ? texts : firstBytes(texts, most),
  };
}

function logOptions(url: URL, now: Date): PodLogOptions {
  const tailLines = numberIn(url, 'tailLines');
  const since = sinceIn(url, now);
  return {
    follow: flagged(url, 'follow'),
    previous: flagged(url, 'previous'),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(since === undefined ? {} : { since }),
  };
}

function sinceIn(url: URL, now: Date): Date | undefined {
  const seconds = numberIn(url, 'sinceSeconds');
  if (seconds !== undefined) return new Date(now.getTime() - seconds * 1000);
  const time = parameterOf(url, 'sinceTime');
  return time === undefined ? undefined : new Date(time);
}

function numberIn(url: URL, parameter: string): number | undefined {
  const text = parameterOf(url, parameter);
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const message = `strconv.ParseInt: parsing "${text}": invalid syntax`;
  throw new ApiFailure(400, 'BadRequest', message);
}

async function* lineTexts(lines: AsyncIterable<PodLogLine>, timestamps: boolean): AsyncGenerator<string> {
  for await (const { time, line } of lines)
    yield timestamps ? `${time.toISOString()} ${line}\n` : `${line}\n`;
}

async function* firstBytes(texts: AsyncIterable<string>, most: number): AsyncGenerator<string> {
  let left = most;
  for await (const text of texts) {
    const bytes = Buffer.from(text);
    yield bytes.subarray(0, left).toString();
    left -= bytes.length;
    if (left <= 0) return;
  }
}
