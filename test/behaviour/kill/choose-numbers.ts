/** Which requests of a move something happens to: `KILLS=all`, so many of them, or three. */
export function chooseNumbers(requests: number, wanted = process.env.KILLS ?? '3'): number[] {
  const all = Array.from({ length: requests }, (_, index) => index + 1);
  const most = wanted === 'all' ? requests : Number(wanted);
  if (most >= requests) return all;
  // Evenly spread, and before and after the request in turns.
  return Array.from({ length: most }, (_, index) => {
    const number = Math.ceil(((index + 0.5) * requests) / most);
    return Math.max(1, number % 2 === index % 2 ? number - 1 : number);
  });
}
