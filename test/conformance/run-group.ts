/** Runs a group of steps on an API server. */
import { buffer } from 'node:stream/consumers';
import { until } from '../cluster/deadline.ts';
import type { KubeConnection } from '../support/kube-connection.ts';
import { normalise, normaliseText } from './normalise.ts';
import { valueAt, type Answer, type Step, type StepGroup } from './step.ts';

const SECONDS = 60;

/** A group on its way: `{ns}` and what its steps have remembered. */
export interface GroupRun {
  answer(step: Step): Promise<Answer>;
  /** Deletes the namespace; it goes in the background. */
  end(): Promise<void>;
}

/** Makes the group's namespace, and waits until pods can be created there. */
export async function openGroup(connection: KubeConnection, group: StepGroup): Promise<GroupRun> {
  const ns = `conformance-${group.name}`;
  const memory = new Map([['ns', ns]]);
  await until(`namespace ${ns} to be new`, SECONDS, async () => {
    const body = { metadata: { name: ns, ...(group.labels === undefined ? {} : { labels: group.labels }) } };
    const made = await send(
      connection,
      { name: '', method: 'POST', path: '/api/v1/namespaces', body },
      memory,
    );
    return made.status === 201 ? true : undefined;
  });
  await until(`service account in ${ns}`, SECONDS, async () => {
    const path = '/api/v1/namespaces/{ns}/serviceaccounts/default';
    const found = await send(connection, { name: '', method: 'GET', path }, memory);
    return found.status === 200 ? true : undefined;
  });
  return {
    answer: async (step) => answerTo(connection, step, memory),
    end: async () => {
      await send(connection, { name: '', method: 'DELETE', path: '/api/v1/namespaces/{ns}' }, memory);
    },
  };
}

async function answerTo(
  connection: KubeConnection,
  step: Step,
  memory: Map<string, string>,
): Promise<Answer> {
  const { body, ...head } = await until(`the answer to "${step.name}"`, SECONDS, async () => {
    const received = await send(connection, step, memory);
    return step.until === undefined || step.until(received.body) ? received : undefined;
  });
  for (const [name, path] of Object.entries(step.remember ?? {})) {
    memory.set(name, String(valueAt(body, path)));
  }
  const compared = step.compared === undefined ? body : step.compared(body);
  // As it will be read back: without fields that are `undefined`.
  return JSON.parse(JSON.stringify({ ...head, body: normalise(compared) })) as Answer;
}

async function send(
  connection: KubeConnection,
  { method, path, headers = {}, body }: Step,
  memory: ReadonlyMap<string, string>,
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await connection.send({
    method,
    path: filled(path, memory),
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body: filled(text, memory) }),
  });
  const { 'content-type': contentType, warning } = answer.headers;
  return {
    status: answer.statusCode ?? 0,
    ...(contentType === undefined ? {} : { contentType }),
    ...(warning === undefined ? {} : { warning: normaliseText(warning) }),
    body: read((await buffer(answer)).toString('utf8'), path.includes('watch=')),
  };
}

function filled(text: string, memory: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{([a-z]+)\}/g, (placeholder, name: string) => memory.get(name) ?? placeholder);
}

/** JSON where it is JSON, a list of events for a watch, and else the text. */
function read(text: string, isWatch: boolean): unknown {
  try {
    const lines = text.split('\n').filter(Boolean);
    return isWatch ? lines.map((line) => JSON.parse(line) as unknown) : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
