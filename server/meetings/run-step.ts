import { randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import { followUpEmail } from "../../core/coaching/after/follow-up-email.ts";
import type { Action } from "../../core/coaching/findings.ts";
import { coachLanguage } from "../../core/coaching/languages.ts";
import { withoutForeignLinks } from "../../core/meetings/foreign-links.ts";
import { speaksToMachine } from "../../core/meetings/speaks-to-machine.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { MEETING_STEPS, type MeetingStep } from "../../core/model/meeting.ts";
import type { Vault } from "../auth/vault.ts";
import { coachingSettings } from "../db/coaching.ts";
import type { Database } from "../db/connect.ts";
import { type ActionRow, listActions, saveActions } from "../db/meeting-findings.ts";
import { countUser, saveNumbers } from "../db/meeting-numbers.ts";
import { addSpeakers } from "../db/meeting-people.ts";
import { beginStep, endStep, failStep, listSteps } from "../db/meeting-steps.ts";
import type { Tables } from "../db/tables.ts";
import { spendTokens, tokensSpent } from "../db/tokens.ts";
import { appendEvent } from "../events/append.ts";
import type { Jobs } from "../jobs/catalog.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { RunningJob } from "../queue/port.ts";
import { planTasks } from "../write-back/plan-tasks.ts";
import { type Grounded, type Wording, wordMeeting } from "../writer/word-meeting.ts";
import type { Writer } from "../writer/writer.ts";
import { sendSteps } from "./after-steps.ts";
import { finaliseMeeting } from "./finalise.ts";
import { type FoldedMeeting, foldKept, readMeeting } from "./fold-kept.ts";
import { knownAddresses, namesAround } from "./known-addresses.ts";
import { mailReady } from "./mail-ready.ts";
import { knowMeeting } from "./match.ts";
import { type SummaryBody, summaryByRules } from "./summary-body.ts";

/** What the steps work with. */
export interface MeetingStepDeps {
	database: Database;
	jobs: Pick<Jobs, "enqueueCoalesced">;
	/** Null: no language service is set, and the rules' words stand. */
	writer: Writer | null;
	/** Whose deals somebody sees. */
	sightOf(tenantId: number, userId: string): Promise<VisibleOwners>;
	/** Seals what mails say. */
	vault: Vault;
	now(): Instant;
	wakeRelay(): void;
}

/** What a step made, before it is kept. */
interface Made {
	body: object;
	madeBy?: "rules" | "service";
	fallback?: string | null;
	modelVersion?: string;
}

/**
 * Makes one of the things that follow a meeting, keeps it, tells the page, and puts the next one in. Each can be made
 * again alone: from the same words and corrections it is the same. One that fails for good is noted, and the rest goes on.
 */
export async function runMeetingStep(
	deps: MeetingStepDeps,
	{ tenantId, meetingId, step }: { tenantId: number; meetingId: string; step: MeetingStep },
	job: Pick<RunningJob, "signal" | "isLastAttempt">,
): Promise<void> {
	const { database, now } = deps;
	try {
		await database.inTenant(tenantId, async (trx) => {
			if (await readMeeting(trx, meetingId)) await beginStep(trx, tenantId, meetingId, step, now());
		});
		const wording = step === "summary" ? await askService(deps, tenantId, meetingId, job.signal) : null;
		const isThere = await database.inTenant(tenantId, async (trx) => {
			if (step === "finalise") await knowWho(deps, trx, tenantId, meetingId);
			const folded = await foldKept(trx, meetingId);
			if (!folded) return false;
			const made = await MAKERS[step]({ trx, tenantId, folded, wording, now: now() });
			await endStep(
				trx,
				meetingId,
				step,
				{
					transcriptRev: folded.meeting.transcriptRev,
					inputHash: folded.inputHash,
					madeBy: "rules",
					fallback: null,
					modelVersion: folded.results.modelVersion,
					...made,
				},
				now(),
			);
			if (step === "analytics") await mailReady(trx, deps.vault, tenantId, meetingId);
			const type = step === "analytics" ? "meeting.ready" : "meeting.progress";
			await appendEvent(trx, { tenantId, type, entity: "meeting", entityId: meetingId });
			return true;
		});
		if (!isThere) return;
	} catch (error) {
		job.signal.throwIfAborted();
		if (!job.isLastAttempt) throw error;
		const why = error instanceof Error ? error.message : String(error);
		await database.inTenant(tenantId, async (trx) => {
			await failStep(trx, meetingId, step, why, now());
			await appendEvent(trx, { tenantId, type: "meeting.progress", entity: "meeting", entityId: meetingId });
		});
	}
	deps.wakeRelay();
	const next = MEETING_STEPS[MEETING_STEPS.indexOf(step) + 1];
	if (next) await sendSteps(deps.jobs, tenantId, meetingId, next);
}

async function knowWho(
	deps: MeetingStepDeps,
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
): Promise<void> {
	const meeting = await readMeeting(trx, meetingId);
	if (!meeting) return;
	await addSpeakers(trx, tenantId, meetingId, new Map());
	const sight = meeting.ownerId === null ? "all" : await deps.sightOf(tenantId, meeting.ownerId);
	await knowMeeting(trx, tenantId, meetingId, sight);
}

interface Making {
	trx: Transaction<Tables>;
	tenantId: number;
	folded: FoldedMeeting;
	wording: Wording | null;
	now: Instant;
}

const MAKERS: Record<MeetingStep, (making: Making) => Promise<Made>> = {
	async finalise({ trx, tenantId, folded, now }) {
		return { body: await finaliseMeeting(trx, tenantId, folded, now) };
	},
	async actions({ trx, tenantId, folded }) {
		await saveActions(trx, tenantId, folded.meeting.id, folded.results.actions);
		return { body: { found: folded.results.actions.length } };
	},
	async sentiment({ trx, folded }) {
		const { hasSentiment } = await coachingSettings(trx);
		return { body: { journey: hasSentiment ? folded.results.sentiment : [], isOff: !hasSentiment } };
	},
	async moments({ folded }) {
		return { body: { moments: folded.results.keyMoments } };
	},
	async summary({ trx, folded, wording }) {
		const known = await knownAddresses(trx, folded.meeting.accountId);
		const actions = await listActions(trx, folded.meeting.id);
		const byRules = summaryByRules(folded, actions, known);
		if (!wording?.ok) return { body: byRules, fallback: wording?.why ?? null };
		await wordActions(trx, actions, wording.value.actions);
		const { takeaways, email } = wording.value;
		const body: SummaryBody = {
			...byRules,
			...(takeaways.length > 0 ? { takeaways: takeaways.map((one) => ({ ...one, slot: null })) } : {}),
			email,
		};
		return { body, madeBy: "service" };
	},
	async email({ trx, folded }) {
		const actions = await listActions(trx, folded.meeting.id);
		const summary = (await listSteps(trx, folded.meeting.id)).find(({ step }) => step === "summary");
		const written = (summary?.body as SummaryBody | null | undefined)?.email ?? [];
		const known = await knownAddresses(trx, folded.meeting.accountId);
		const body = emailOf(folded, actions, written);
		return {
			body: { ...body, body: withoutForeignLinks(body.body, known), to: recipients(folded) },
			madeBy: written.length > 0 ? "service" : "rules",
		};
	},
	async score({ trx, tenantId, folded, now }) {
		const settings = await coachingSettings(trx);
		await saveNumbers(trx, tenantId, folded.meeting.id, folded, settings, now);
		const { score, metrics } = folded.results;
		return {
			body: {
				score: settings.hasScore ? score : { ...score, value: null, criteria: [] },
				metrics,
				isOff: !settings.hasScore,
			},
			modelVersion: score.modelVersion,
		};
	},
	async analytics({ trx, tenantId, folded, now }) {
		const { meeting } = folded;
		await trx
			.updateTable("meetings")
			.set({ state: "ready" })
			.where("id", "=", meeting.id)
			.where("state", "<>", "live")
			.execute();
		await planTasks(trx, tenantId, { meetingId: meeting.id }, now);
		if (meeting.ownerId !== null) await countUser(trx, tenantId, meeting.ownerId, now);
		if (meeting.dealId !== null)
			await appendEvent(trx, { tenantId, type: "deal.room", entity: "deal", entityId: meeting.dealId });
		return { body: { confidence: folded.state.derived.confidence, stage: folded.state.derived.stage } };
	},
};

/** Better words for actions; what a person wrote stays. */
async function wordActions(
	trx: Transaction<Tables>,
	actions: readonly ActionRow[],
	worded: ReadonlyMap<string, string>,
): Promise<void> {
	for (const { id, edited } of actions) {
		const text = worded.get(id);
		if (text === undefined || edited.includes("text")) continue;
		await trx.updateTable("meeting_actions").set({ text }).where("id", "=", id).execute();
	}
}

/** The draft: who does what by when from the actions as they stand; a service's sentences only where they stand for words said. */
function emailOf(folded: FoldedMeeting, actions: readonly ActionRow[], written: readonly Grounded[]) {
	const { results, meeting, participants } = folded;
	const customers = participants.filter((p) => p.side === "customer" && p.speakerId !== null);
	const slot = (name: string) => results.slots.find((s) => s.slot === name && !speaksToMachine(s.quote)) ?? null;
	const [heard, goesOn] = written;
	const pain = slot("pain");
	const nextStep = slot("nextStep");
	return followUpEmail({
		lang: coachLanguage(results.lang) ?? "en",
		repName: meeting.ownerName,
		customerName: customers.length === 1 ? (customers[0]?.name ?? null) : null,
		actions: actions.filter(({ text }) => !speaksToMachine(text)).map(asAction),
		pain: heard && pain ? { ...pain, quote: heard.text } : pain,
		nextStep: goesOn && nextStep ? { ...nextStep, quote: goesOn.text } : nextStep,
	});
}

function asAction(row: ActionRow): Action {
	return {
		id: row.id,
		text: row.text,
		owner: row.owner,
		ownerSpeakerId: row.ownerSpeakerId,
		due: row.dueOn === null ? null : { date: row.dueOn, words: row.dueWords ?? "" },
		confidence: row.confidence,
		status: row.status === "doing" ? "open" : row.status,
		segmentIds: row.segmentIds,
		quote: row.quote,
		at: row.atSec ?? 0,
		speakerId: row.ownerSpeakerId,
		side: row.owner === "rep" || row.owner === "customer" ? row.owner : "unknown",
	};
}

/** Only people of the CRM or the invitation: no address comes from what was said. */
function recipients({ participants }: FoldedMeeting): string[] {
	return participants.flatMap(({ side, email, isInvited, contact }) =>
		side === "customer" && email !== null && (isInvited || contact !== null) ? [email] : [],
	);
}

/** Asks the service outside of any transaction; null where none is set, it may not be asked, or the budget is spent. */
async function askService(
	{ database, writer, now }: MeetingStepDeps,
	tenantId: number,
	meetingId: string,
	signal: AbortSignal,
): Promise<Wording | null> {
	if (!writer) return null;
	const nothing = { tokensIn: 0, tokensOut: 0 };
	const given = await database.inTenant(tenantId, async (trx) => {
		const settings = await coachingSettings(trx);
		const folded = await foldKept(trx, meetingId);
		if (!folded || folded.state.lang === null) return null;
		if (!settings.maySendWords || folded.meeting.consent === "declined") return "off";
		const day = dateIn("UTC", now());
		const spent = await tokensSpent(trx, meetingId, day);
		const { accountId } = folded.meeting;
		return {
			day,
			folded,
			tokensLeft: Math.min(settings.tokensPerMeeting - spent.meeting, settings.tokensPerDay - spent.today),
			actions: await listActions(trx, meetingId),
			known: await knownAddresses(trx, accountId),
			otherNames: await namesAround(trx, accountId),
		};
	});
	if (given === null) return null;
	if (given === "off") return { ok: false, why: "switched-off", ...nothing };
	const { folded, actions, known, otherNames, tokensLeft, day } = given;
	const segments = [...folded.state.book.segments.values()].flatMap(({ segment }) => (segment?.final ? [segment] : []));
	const meeting = {
		lang: folded.state.lang ?? "en",
		segments: segments.sort((a, b) => a.start - b.start),
		names: new Map(
			folded.participants.flatMap((p) => (p.speakerId === null ? [] : [[p.speakerId, p.name ?? p.speakerId]])),
		),
		otherNames,
		known,
	};
	const mark = `^${randomBytes(6).toString("hex")}^`;
	const wording = await wordMeeting(writer, meeting, actions, { mark, tokensLeft, signal });
	if (wording.tokensIn > 0)
		await database.inTenant(tenantId, (trx) => spendTokens(trx, tenantId, meetingId, day, wording));
	return wording;
}
