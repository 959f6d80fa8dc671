import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../../../domain/errors.ts';
import { fieldsList, fieldsOf } from '../../http/json-fields.ts';
import type { Kubeconfig, KubeconfigEntry } from './kubeconfig.ts';

const NEXT_STEP = 'Repair the file, or give another one with --kubeconfig.';

/** Reads a kubeconfig. Malformed entries are left out; errors name the line but never quote it (secrets). */
export function parseKubeconfig(text: string, file: string): Kubeconfig {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lineCounter.linePos(error.pos[0]);
    throw new UsageError(`error loading config file "${file}": line ${line} is not valid YAML`, {
      nextStep: NEXT_STEP,
    });
  }
  const content: unknown = document.toJS();
  if (content !== null && (typeof content !== 'object' || Array.isArray(content))) {
    throw new UsageError(`error loading config file "${file}": not a kubeconfig`, { nextStep: NEXT_STEP });
  }
  const fields = fieldsOf(content);
  const currentContext = fields['current-context'];
  return {
    currentContext: typeof currentContext === 'string' && currentContext !== '' ? currentContext : undefined,
    clusters: entriesOf(fields.clusters, 'cluster', file),
    users: entriesOf(fields.users, 'user', file),
    contexts: entriesOf(fields.contexts, 'context', file),
  };
}

function entriesOf(list: unknown, kind: string, file: string): KubeconfigEntry[] {
  return fieldsList(list).flatMap(({ name, [kind]: fields }) =>
    typeof name === 'string' && name !== '' ? [{ name, file, fields: fieldsOf(fields) }] : [],
  );
}
