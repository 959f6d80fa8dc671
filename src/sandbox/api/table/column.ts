import type { Stored } from '../../objects/stored.ts';

/** A column of a table: its definition (meta/v1 `TableColumnDefinition`) and how its cells are made. */
export interface Column<Type = unknown> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format: string;
  readonly description: string;
  /** 0: always shown; 1: only with `-o wide`. */
  readonly priority: number;
  cell(object: Stored<Type>, now: Date): Cell;
}

export type Cell = string | number | boolean | null;

type Kind = Partial<Pick<Column, 'type' | 'format' | 'description'>>;

/** A column that is always shown; text unless told otherwise. */
export function column<Type>(name: string, cell: Column<Type>['cell'], kind: Kind = {}): Column<Type> {
  return { name, type: 'string', format: '', description: '', priority: 0, ...kind, cell };
}

/** A column of whole numbers. */
export function count<Type>(name: string, cell: (object: Stored<Type>) => number): Column<Type> {
  return column(name, cell, { type: 'integer' });
}

/** The same column, shown only with `-o wide`. */
export function wide<Type>(made: Column<Type>): Column<Type> {
  return { ...made, priority: 1 };
}
