import { randomBytes } from "node:crypto";
import type { ChatAnswer, ChatPorts } from "../../core/contract/chat.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { coachingSettings } from "../db/coaching.ts";
import type { Database } from "../db/connect.ts";
import { spendTokens, tokensSpent } from "../db/tokens.ts";
import { answerQuestion } from "../writer/answer-question.ts";
import type { Writer } from "../writer/writer.ts";

/** Under which conversations are counted among what tokens were spent on: they are of no meeting. */
const CONVERSATIONS = "00000000-0000-0000-0000-000000000000";
/** Then the rules answer: somebody waits. */
const PATIENCE_MS = 20_000;

/** What answering works with. */
export interface AnswerDeps {
	database: Database;
	/** Null: no language service is set. */
	writer: Writer | null;
	now(): Instant;
}

/**
 * A question put to a language service with the facts that the asker may see. Null where none is set, the workspace lets no
 * words out, the day's tokens are spent, it takes too long, or nothing of its answer stands in the facts.
 */
export async function answerInChat(
	{ database, writer, now }: AnswerDeps,
	tenantId: number,
	{ question, facts, people, lang }: Parameters<ChatPorts["answer"]>[0],
): Promise<ChatAnswer | null> {
	if (!writer || facts.length === 0) return null;
	const day = dateIn("UTC", now());
	const db = database.reader(tenantId);
	const [settings, spent] = await Promise.all([coachingSettings(db), tokensSpent(db, CONVERSATIONS, day)]);
	if (!settings.maySendWords) return null;
	const given = {
		mark: `^${randomBytes(6).toString("hex")}^`,
		tokensLeft: settings.tokensPerDay - spent.today,
		signal: AbortSignal.timeout(PATIENCE_MS),
	};
	const answer = await answerQuestion(writer, { question, facts, people, lang }, given).catch(() => null);
	if (answer && answer.tokensIn > 0)
		await database.inTenant(tenantId, (trx) => spendTokens(trx, tenantId, CONVERSATIONS, day, answer));
	return answer?.ok ? { sentences: answer.sentences, model: writer.model } : null;
}
