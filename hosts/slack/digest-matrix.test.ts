import { describe, expect, test } from "vitest";
import type { ChatChoices } from "../../core/contract/chat.ts";
import { CAST } from "../../core/demo/cast.ts";
import { addDays, atWallTime, dateIn, wallMinuteIn } from "../../core/model/instant.ts";
import { choose } from "../../server/chat/choices.ts";
import { claimMessages } from "../../server/chat/claim.ts";
import { deliverChat } from "../../server/chat/deliver.ts";
import { writeDigests } from "../../server/chat/write-digests.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { imOf } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { slackCompany } from "./test-company.ts";

const { app, slack, tenantId, at } = await slackCompany();
const { database, deps } = app;
const maria = CAST.maria.id;
await database.inTenant(tenantId, (trx) =>
	changeInstallation(trx, {
		...at,
		settings: {
			rollout: { audience: "chosen", userIds: [maria], kinds: ["digest.rep"], previewedAt: "2026-09-15T09:00:00Z" },
		},
	}),
);
const signal = new AbortController().signal;
const im = imOf(slack, "UMARIA");
const HALF_HOUR = 30 * 60_000;

/** Days on which the clocks have just changed, or lie elsewhere than at whole hours; some apart, as time only goes on. */
const DAYS: readonly [zone: string, month: string][] = [
	["Pacific/Kiritimati", "01-05"],
	["America/New_York", "03-15"],
	["Asia/Jerusalem", "03-27"],
	["Europe/Berlin", "04-01"],
	["Australia/Lord_Howe", "04-08"],
	["Asia/Kolkata", "06-01"],
	["Europe/Berlin", "11-01"],
	["America/New_York", "11-08"],
	["America/St_Johns", "11-15"],
];
const NEXT_YEAR = Number(dateIn("UTC", deps.now()).slice(0, 4)) + 1;
type Trouble = "none" | "429" | "lost" | "crash";
const CASES: readonly [
	name: string,
	choices: Partial<ChatChoices>,
	trouble: Trouble,
	expected: [number, number] | null,
][] = [
	["as usual", {}, "none", [510, 540]],
	["quiet until ten", { quietTo: 600 }, "none", [600, 630]],
	["at a quarter past seven, quiet until six", { sendMinute: 435, quietTo: 360 }, "none", [435, 480]],
	["turned off", { off: ["digest.rep"] }, "none", null],
	["snoozed for the day", { snoozedUntil: "later" }, "none", null],
	["Slack has too many", {}, "429", [510, 570]],
	["sent, and the answer lost", {}, "lost", [510, 540]],
	["a crash between enqueue and send", {}, "crash", [510, 600]],
];

describe.each(CASES.map((one, k) => [...one, NEXT_YEAR + k] as const))(
	"a digest %s",
	(_, choices, trouble, expected, year) => {
		test.each(DAYS)("in %s on the working day from %s: once, at its local time, or not at all", async (zone, month) => {
			const day = workday(zone, `${year}-${month}`);
			await start(zone, day, choices);
			const arrived: number[] = [];
			for (let k = 0; k < 18; k++) {
				const before = im.messages.length;
				if (k > 0) app.passTime(HALF_HOUR);
				const written = await writeDigests(deps, at, signal);
				if (written > 0) await meet(trouble);
				await deliver();
				if (im.messages.length > before) arrived.push(wallMinuteIn(zone, deps.now()));
			}
			await deliver();
			const rows = await database
				.reader(tenantId)
				.selectFrom("chat_messages")
				.select(["state", "local_day as day"])
				.execute();
			if (expected === null) {
				expect(im.messages).toEqual([]);
				expect(rows).toEqual([]);
				return;
			}
			expect(rows).toEqual([{ state: "sent", day }]);
			expect(im.messages).toHaveLength(1);
			expect(arrived).toHaveLength(1);
			expect(arrived[0]).toBeGreaterThanOrEqual(expected[0]);
			expect(arrived[0]).toBeLessThan(expected[1]);
		});
	},
);

/** From `day` on, the first that people of the zone work on. */
function workday(zone: string, from: string): string {
	const off = zone === "Asia/Jerusalem" ? [5, 6] : [0, 6];
	let day = from;
	while (off.includes(new Date(`${day}T00:00:00Z`).getUTCDay())) day = addDays(day, 1);
	return day;
}

/** Six in the morning there, with nothing written and nothing sent. */
async function start(zone: string, day: string, choices: Partial<ChatChoices>): Promise<void> {
	app.passTime(atWallTime(zone, day, 361) - deps.now());
	im.messages.length = 0;
	slack.troubles.length = 0;
	const snoozedUntil = choices.snoozedUntil ? new Date(deps.now() + 30 * 3_600_000).toISOString() : null;
	await database.inTenant(tenantId, async (trx) => {
		for (const table of ["chat_messages", "chat_choices", "outbox_pace"] as const)
			await trx.deleteFrom(table).execute();
		await trx.updateTable("users").set({ zone }).where("id", "=", maria).execute();
		await choose(trx, { tenantId, userId: maria, change: { ...choices, snoozedUntil } });
	});
}

async function meet(trouble: Trouble): Promise<void> {
	if (trouble === "429") slack.troubles.push({ method: "chat.postMessage", retryAfter: 60 });
	if (trouble === "lost") slack.troubles.push({ method: "chat.postMessage", after: true });
	if (trouble === "crash")
		await database.inTenant(tenantId, (trx) => claimMessages(trx, { ...at, now: deps.now(), most: 5 }));
}

async function deliver(): Promise<void> {
	const wait = async () => {};
	await deliverChat({ database, hosts: [slackHost], portsOf: deps.portsOf, now: deps.now, wait }, at, signal);
}
