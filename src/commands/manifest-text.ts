import { jsonText, yamlText } from '../ui/output/structured-text.ts';

/** Several objects as one input of `kubectl apply -f -`. */
export async function manifestText(objects: readonly unknown[], format: 'yaml' | 'json'): Promise<string> {
  if (format === 'json') return jsonText({ apiVersion: 'v1', kind: 'List', items: objects });
  const documents = await Promise.all(objects.map(async (object) => yamlText(object)));
  return documents.map((document) => `---\n${document}`).join('');
}
