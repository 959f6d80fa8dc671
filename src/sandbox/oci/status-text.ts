import { STATUS_CODES } from 'node:http';

/** As Go's `http.StatusText`. */
export function statusText(status: number): string {
  return STATUS_CODES[status] ?? '';
}
