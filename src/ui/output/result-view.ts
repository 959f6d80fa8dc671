/** How a result is shown to people: as a table with one row for each thing that it lists. */
export interface ResultView<Result, Row> {
  /** What the result lists: rows of the table, lines of `-o name`, objects of `-o custom-columns`. */
  readonly rows: (result: Result) => readonly Row[];
  readonly columns: readonly ViewColumn<Row>[];
  /** `resource/name` of a row, as `-o name` prints it. */
  readonly name: (row: Row) => string;
}

export interface ViewColumn<Row> {
  readonly header: string;
  readonly value: (row: Row) => string | number | boolean | undefined;
  /** Only with `-o wide`. */
  readonly wide?: boolean;
}
