import type { PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";

/** Hours a week that somebody has for customers, and since when they sell. */
export interface RepHours {
	userId: string;
	hoursPerWeek: number;
	startedOn: PlainDate | null;
}

/** Everybody whose hours were said. */
export async function listRepHours(db: Db): Promise<RepHours[]> {
	return db
		.selectFrom("rep_hours")
		.select(["user_id as userId", "hours_per_week as hoursPerWeek", "started_on as startedOn"])
		.execute();
}
