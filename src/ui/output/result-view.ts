/** How a result is shown as a table. */
export interface ResultView<Result, Row> {
  /** The listed items: rows of the table, lines of `-o name`, objects of `-o custom-columns`. */
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
