import { sql, type Transaction } from "kysely";
import type { Db } from "./connect.ts";
import { requireVersion } from "./own-write.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** How a workspace is coached. Days and tokens are whole numbers. */
export interface CoachingSettings {
	hasScore: boolean;
	hasSentiment: boolean;
	/** Null: the product's own words. */
	consentNotice: string | null;
	needsConsent: boolean;
	keepAudioDays: number;
	keepTextDays: number;
	maySendWords: boolean;
	tokensPerMeeting: number;
	tokensPerDay: number;
	version: number;
}

/** How somebody wants to be coached. */
export interface CoachingPreferences {
	tips: "normal" | "few" | "none";
	muted: string[];
	/** A mail once notes of theirs are ready. */
	mailsReady: boolean;
}

const AS_USUAL: CoachingPreferences = { tips: "normal", muted: [], mailsReady: true };

const USUAL: CoachingSettings = {
	hasScore: true,
	hasSentiment: true,
	consentNotice: null,
	needsConsent: true,
	keepAudioDays: 90,
	keepTextDays: 730,
	maySendWords: true,
	tokensPerMeeting: 60_000,
	tokensPerDay: 2_000_000,
	version: 0,
};

/** The workspace's settings; the usual ones before anybody set any. */
export async function coachingSettings(db: Db): Promise<CoachingSettings> {
	const { rows } = await sql<CoachingSettings>`select has_score as "hasScore", has_sentiment as "hasSentiment",
			consent_notice as "consentNotice", needs_consent as "needsConsent", keep_audio_days as "keepAudioDays",
			keep_text_days as "keepTextDays", may_send_words as "maySendWords", tokens_per_meeting as "tokensPerMeeting",
			tokens_per_day as "tokensPerDay", version from coaching_settings`.execute(db);
	return rows[0] ?? { ...USUAL };
}

/** Sets all of them. Throws version_required or version_conflict. */
export async function setCoachingSettings(
	trx: Transaction<Tables>,
	tenantId: number,
	next: Omit<CoachingSettings, "version">,
	read: number | null,
	now: number,
): Promise<void> {
	await trx
		.insertInto("coaching_settings")
		.values({ tenant_id: tenantId, version: 0 })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const { version } = await trx.selectFrom("coaching_settings").select("version").forUpdate().executeTakeFirstOrThrow();
	requireVersion(read, version, "settings");
	await trx
		.updateTable("coaching_settings")
		.set({
			has_score: next.hasScore,
			has_sentiment: next.hasSentiment,
			consent_notice: next.consentNotice,
			needs_consent: next.needsConsent,
			keep_audio_days: next.keepAudioDays,
			keep_text_days: next.keepTextDays,
			may_send_words: next.maySendWords,
			tokens_per_meeting: next.tokensPerMeeting,
			tokens_per_day: next.tokensPerDay,
			version: version + 1,
			updated_at: timestamp(now),
		})
		.execute();
}

/** How somebody wants to be coached; as usual before they said. */
export async function coachingPreferences(db: Db, userId: string | null): Promise<CoachingPreferences> {
	if (userId === null) return { ...AS_USUAL };
	const row = await db
		.selectFrom("coaching_preferences")
		.select(["tips", "muted", "mails_ready as mailsReady"])
		.where("user_id", "=", userId)
		.executeTakeFirst();
	return row ?? { ...AS_USUAL };
}

/** Keeps how somebody wants to be coached. */
export async function setCoachingPreferences(
	trx: Transaction<Tables>,
	tenantId: number,
	userId: string,
	{ tips, muted, mailsReady }: CoachingPreferences,
): Promise<void> {
	const set = { tips, muted, mails_ready: mailsReady };
	await trx
		.insertInto("coaching_preferences")
		.values({ tenant_id: tenantId, user_id: userId, ...set })
		.onConflict((conflict) => conflict.columns(["tenant_id", "user_id"]).doUpdateSet(set))
		.execute();
}
