import { UsageError } from '../../../domain/errors.ts';

/** The URL of the API server; without a scheme it is https if there is anything about TLS, else http (kubectl). */
export function serverUrl(server: string, hasTlsSettings: boolean): URL {
  const scheme = hasTlsSettings ? 'https' : 'http';
  const text = /^https?:\/\//i.test(server) ? server : `${scheme}://${server}`;
  if (!URL.canParse(text)) throw new UsageError(`"${server}" is no URL of an API server`);
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  url.username = '';
  url.password = '';
  return url;
}
