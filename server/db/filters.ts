import { type RawBuilder, sql } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";

/** The pattern for `ilike` that finds the text anywhere; what it has of pattern signs is taken as written. */
export function likeAnywhere(text: string): string {
	return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

/** The first moment of a day in the workspace's zone. */
export function startOfDay(day: PlainDate): RawBuilder<unknown> {
	return sql`(${day}::date::timestamp at time zone (select zone from tenants))`;
}

/** The first moment after a day in the workspace's zone. */
export function endOfDay(day: PlainDate): RawBuilder<unknown> {
	return sql`((${day}::date + 1)::timestamp at time zone (select zone from tenants))`;
}
