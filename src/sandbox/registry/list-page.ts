import { jsonAnswer, type Answer } from './answer.ts';

export interface ListQuery {
  /** The URL asked for, with `n` (how many) and `last` (after which). */
  readonly url: URL;
  /** Most items in one answer when the client names no number. */
  readonly pageSize: number;
}

/** One page of a sorted list, with a `Link` to the next: distribution specification, "Listing tags". */
export function listPage(
  items: readonly string[],
  query: ListQuery,
  body: (page: readonly string[]) => object,
): Answer {
  const { searchParams, pathname } = query.url;
  const wanted = Number.parseInt(searchParams.get('n') ?? '', 10);
  const size = Number.isNaN(wanted) ? query.pageSize : Math.min(wanted, query.pageSize);
  const last = searchParams.get('last');
  const rest = last === null ? items : items.filter((item) => item > last);
  const page = rest.slice(0, size);
  const end = page.at(-1);
  if (page.length === rest.length || end === undefined) return jsonAnswer(200, body(page));
  const next = `${pathname}?n=${size}&last=${encodeURIComponent(end)}`;
  return jsonAnswer(200, body(page), { link: `<${next}>; rel="next"` });
}
