import type { ColumnType, JSONColumnType } from "kysely";
import type { JsonValue } from "../../../core/model/change.ts";

/** A moment: milliseconds when read (see connect.ts), a Date when written. */
export type Moment = ColumnType<number, Date, Date>;
export type MaybeMoment = ColumnType<number | null, Date | null | undefined, Date | null>;
export type MomentNow = ColumnType<number, Date | undefined, Date>;
/** 64-bit integers are bigint in both directions. */
export type Minor = ColumnType<bigint | null, bigint | null | undefined, bigint | null>;
export type Json<T> = JSONColumnType<T & object, string, string>;
export type MaybeJson = ColumnType<JsonValue, string | null | undefined, string | null>;
/** A count of records. */
export type Counted = ColumnType<bigint, number | undefined, number>;
export type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>;
