import { beforeAll, describe, expect, test } from "vitest";
import { readTranscript } from "../../core/coaching/transcript/read-transcript.ts";
import { writeVtt } from "../../core/coaching/transcript/write-vtt.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { MEETING_STEPS } from "../../core/model/meeting.ts";
import { listActions } from "../db/meeting-findings.ts";
import { listSteps } from "../db/meeting-steps.ts";
import { addWorkspace, type TestWorkspace, testApp } from "../test-app.ts";
import type { Writer } from "../writer/writer.ts";
import { runMeetingStep } from "./run-step.ts";
import type { SummaryBody } from "./summary-body.ts";
import { takeTranscript } from "./take-transcript.ts";

const app = await testApp();
let ours: TestWorkspace;
let dealId = "";
const NOW = Date.UTC(2026, 2, 4, 9);
const call = sampleCall("en");
const text = writeVtt(call.segments.map((s) => ({ ...s, speaker: s.speakerId })));

beforeAll(async () => {
	ours = await addWorkspace(app.database, "harbour");
	const { tenantId, people } = ours;
	dealId = await app.database.inTenant(tenantId, async (trx) => {
		const common = { tenant_id: tenantId };
		await trx
			.insertInto("competitors")
			.values({ ...common, name: "Lumenhaus" })
			.execute();
		const { id: pipelineId } = await trx
			.insertInto("pipelines")
			.values({ ...common, name: "Sales" })
			.returning("id")
			.executeTakeFirstOrThrow();
		const stage = await trx
			.insertInto("stages")
			.values({ ...common, pipeline_id: pipelineId, name: "Proposal", position: 1, kind: "open" })
			.returning("id")
			.executeTakeFirstOrThrow();
		const account = await trx
			.insertInto("accounts")
			.values({ ...common, name: "Harbour Logistics", domain: "harbour.example" })
			.returning("id")
			.executeTakeFirstOrThrow();
		await trx
			.insertInto("contacts")
			.values({ ...common, account_id: account.id, name: "Helen Ward", email: "sarah@harbour.example" })
			.execute();
		await trx.updateTable("users").set({ name: "Maria Alvarez" }).where("id", "=", people.rep.userId).execute();
		const deal = await trx
			.insertInto("deals")
			.values({
				...{ ...common, name: "Harbour planner", account_id: account.id, owner_id: people.rep.userId },
				...{ pipeline_id: pipelineId, stage_id: stage.id, status: "open" },
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		return deal.id;
	});
});

async function take(more: { text?: string } = {}): Promise<string> {
	const given = more.text ?? text;
	const transcript = readTranscript(given);
	if ("fault" in transcript) throw new Error(transcript.fault);
	const { tenantId, people } = ours;
	const taken = await app.database.inTenant(tenantId, (trx) =>
		takeTranscript(trx, {
			...{ tenantId, source: "upload", transcript, text: given, fileName: "harbour_call.vtt", by: null, now: NOW },
			facts: { ownerId: people.rep.userId, startsAt: NOW, invitees: [{ email: "sarah@harbour.example" }] },
		}),
	);
	return taken.meetingId;
}

async function runAll(meetingId: string, writer: Writer | null = null): Promise<void> {
	const deps = {
		...{ database: app.database, jobs: { enqueueCoalesced: async () => {} }, writer, now: () => NOW },
		...{ sightOf: async () => "all" as const, wakeRelay: () => {}, vault: app.deps.vault },
	};
	const job = { signal: new AbortController().signal, isLastAttempt: true };
	for (const step of MEETING_STEPS) await runMeetingStep(deps, { tenantId: ours.tenantId, meetingId, step }, job);
}
const reader = () => app.database.reader(ours.tenantId);

describe("what follows a meeting", () => {
	test("is made by rules without any service: eight steps, the deal found, sides known, an action with its day", async () => {
		const meetingId = await take();
		await runAll(meetingId);
		const steps = await listSteps(reader(), meetingId);
		expect(steps.map(({ step, state, madeBy }) => [step, state, madeBy])).toEqual(
			MEETING_STEPS.map((step) => [step, "done", "rules"]),
		);
		const meeting = await reader()
			.selectFrom("meetings")
			.selectAll()
			.where("id", "=", meetingId)
			.executeTakeFirstOrThrow();
		expect(meeting).toMatchObject({
			deal_id: dealId,
			match_state: "matched",
			state: "ready",
			lang: "en",
			title: "harbour call",
		});
		const actions = await listActions(reader(), meetingId);
		expect(actions.some((a) => a.owner === "rep" && a.dueOn === "2026-03-06")).toBe(true);
		const numbers = await reader()
			.selectFrom("meeting_numbers")
			.selectAll()
			.where("meeting_id", "=", meetingId)
			.executeTakeFirstOrThrow();
		expect(numbers.score).toBeGreaterThan(0);
		expect(numbers.talk_ratio).toBeGreaterThan(0.2);
		const activity = await reader().selectFrom("activities").selectAll().where("id", "=", meetingId).execute();
		expect(activity).toHaveLength(1);
	});

	test("made again it is the same, and what a person changed of an action stays", async () => {
		const meetingId = await take();
		await runAll(meetingId);
		const before = await listSteps(reader(), meetingId);
		const [action] = await listActions(reader(), meetingId);
		await app.database.inTenant(ours.tenantId, (trx) =>
			trx
				.updateTable("meeting_actions")
				.set({ text: "Mine", edited: ["text"] })
				.where("id", "=", action?.id ?? "")
				.execute(),
		);
		await runAll(meetingId);
		const after = await listSteps(reader(), meetingId);
		const bodies = (steps: typeof after) =>
			steps.filter(({ step }) => step !== "email" && step !== "summary").map(({ body }) => body);
		expect(bodies(after)).toEqual(bodies(before));
		expect((await listActions(reader(), meetingId))[0]?.text).toBe("Mine");
		expect(JSON.stringify(after.find(({ step }) => step === "email")?.body)).toContain("Mine");
	});

	test("a service's words stand where they were said, and the rules' words where it fails; numbers are the same", async () => {
		const meetingId = await take({ text: `${text}\n\n00:09:00.000 --> 00:09:02.000\n<v Helen Ward>Bye now.</v>\n` });
		await runAll(meetingId);
		const score = async () =>
			await reader()
				.selectFrom("meeting_numbers")
				.select(["score", "criteria"])
				.where("meeting_id", "=", meetingId)
				.executeTakeFirstOrThrow();
		const byRules = await score();
		const writer: Writer = {
			model: "stand-in",
			complete: async ({ schema }) => ({
				...{ ok: true, tokensIn: 10, tokensOut: 10 },
				value: schema.parse({
					takeaways: [
						{
							text: "Moving bookings by hand takes thirty hours a week.",
							segmentIds: ["s4"],
							quote: "about thirty hours a week",
						},
						{ text: "They will pay nine million.", segmentIds: ["s4"], quote: "about thirty hours a week" },
					],
					email: [],
					actions: [],
				}),
			}),
		};
		await runAll(meetingId, writer);
		const summary = (await listSteps(reader(), meetingId)).find(({ step }) => step === "summary");
		expect(summary?.madeBy).toBe("service");
		expect((summary?.body as SummaryBody | undefined)?.takeaways.map(({ text: said }) => said)).toEqual([
			"Moving bookings by hand takes thirty hours a week.",
		]);
		expect(await score()).toEqual(byRules);
		await runAll(meetingId, {
			model: "stand-in",
			complete: async () => ({ ok: false, why: "refused", tokensIn: 5, tokensOut: 0 }),
		});
		const again = (await listSteps(reader(), meetingId)).find(({ step }) => step === "summary");
		expect(again).toMatchObject({ madeBy: "rules", fallback: "refused" });
		expect(await score()).toEqual(byRules);
	});

	test("a step that fails is noted and the next ones go on", async () => {
		const meetingId = await take({
			text: `${text}\n\n00:09:00.000 --> 00:09:02.000\n<v Helen Ward>Thanks again.</v>\n`,
		});
		await runAll(meetingId, {
			model: "broken",
			complete: () => {
				throw new Error("out of ink");
			},
		});
		const states = (await listSteps(reader(), meetingId)).map(({ step, state, error }) => [step, state, error]);
		expect(states).toContainEqual(["summary", "failed", "out of ink"]);
		expect(states).toContainEqual(["analytics", "done", null]);
	});
});
