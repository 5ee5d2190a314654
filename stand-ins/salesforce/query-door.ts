import { type Answered, refusal } from "./answer.ts";
import type { Org, Value } from "./org.ts";
import { type Answer, runQuery } from "./soql.ts";
import { Refused } from "./soql-paths.ts";

const PAGE = 2000;

/** `query` and `queryAll` with pages of 2,000, and the later pages by their locator. */
export function openQueries(org: Org) {
	const open = new Map<string, Answer>();
	let made = 0;
	const page = (version: string, locator: string, answer: Answer, from: number): Answered => {
		const to = from + PAGE;
		const done = to >= answer.rows.length;
		return {
			status: 200,
			json: {
				totalSize: answer.rows.length,
				done,
				...(!done && { nextRecordsUrl: `/services/data/${version}/query/${locator}-${to}` }),
				records: answer.rows.slice(from, to).map((row) => nested(version, answer.object, row)),
			},
		};
	};
	return {
		ask(version: string, soql: string, all: boolean): Answered {
			try {
				const answer = runQuery(org, soql, all);
				if (/^\s*select\s+count\(\)\s/i.test(soql))
					return { status: 200, json: { totalSize: Number(answer.rows[0]?.["expr0"] ?? 0), done: true, records: [] } };
				const locator = `01g${String(++made).padStart(15, "0")}`;
				if (answer.rows.length > PAGE) open.set(locator, answer);
				return page(version, locator, answer, 0);
			} catch (fault) {
				if (fault instanceof Refused) return refusal(400, fault.errorCode, fault.message);
				throw fault;
			}
		},
		next(version: string, locatorAndFrom: string): Answered {
			const [locator = "", from = "0"] = locatorAndFrom.split("-");
			const answer = open.get(locator);
			return answer
				? page(version, locator, answer, Number(from))
				: refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
		},
	};
}

/** `Owner.Email` as an object within the object. */
function nested(version: string, object: string, row: Record<string, Value>): object {
	const id = row["Id"];
	const url = id ? `/services/data/${version}/sobjects/${object}/${id}` : undefined;
	const record: Record<string, unknown> = { attributes: { type: object, ...(url && { url }) } };
	for (const [path, value] of Object.entries(row)) {
		const [first = "", second] = path.split(".");
		if (second === undefined) record[first] = value;
		else record[first] = { ...(record[first] as object | undefined), [second]: value };
	}
	return record;
}
