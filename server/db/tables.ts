import type { CoachingTables } from "./tables/coaching.ts";
import type { HostTables } from "./tables/hosts.ts";
import type { LeadTables } from "./tables/leads.ts";
import type { MeetingTables } from "./tables/meetings.ts";
import type { NumberTables } from "./tables/numbers.ts";
import type { PeopleTables } from "./tables/people.ts";
import type { PlanningTables } from "./tables/planning.ts";
import type { RecordTables } from "./tables/records.ts";
import type { RunningTables } from "./tables/running.ts";

/** Every table of the database, snake_case as it is there. Query functions name and rename their columns. */
export interface Tables
	extends PeopleTables,
		RecordTables,
		LeadTables,
		MeetingTables,
		CoachingTables,
		PlanningTables,
		NumberTables,
		HostTables,
		RunningTables {}
