import { csvRows } from "../cli/csv-rows.ts";
import { newEventLog } from "../core/forecast/event-log.ts";
import type { BookingsInput } from "../core/forecast/forecast-bookings.ts";
import { dataFile } from "./data-folder.ts";

/** What the activities of the BPI Challenge 2012 log mean for a funnel (van Dongen 2012). */
const MAP = {
	won: ["A_APPROVED", "A_REGISTERED", "A_ACTIVATED"],
	lost: ["A_DECLINED", "A_CANCELLED"],
	stages: ["A_SUBMITTED", "A_PARTLYSUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED", "O_SENT", "O_SENT_BACK"],
};

/** The loan funnel as deals; null when the file is not there. Amounts are what was asked for, in euro. */
export async function readLoanFunnel(data: string | null): Promise<BookingsInput | null> {
	const file = dataFile(data, "deals", "bpic2012", "events-before-2012-01-23.csv.gz");
	if (file === null) return null;
	const log = newEventLog(MAP, "EUR");
	for await (const row of csvRows(file, ["case", "amount", "timestamp", "activity"])) {
		log.add({
			case: row["case"] ?? "",
			amount: row["amount"] ?? "",
			timestamp: row["timestamp"] ?? "",
			activity: row["activity"] ?? "",
		});
	}
	return { timelines: log.timelines(), stages: log.stages, currency: "EUR", rates: [], zone: "UTC", seed: 1 };
}
