import { DIGEST_KINDS, type DigestKind } from "../../core/contract/chat.ts";
import { nextWelcome } from "../../core/digest/quiet.ts";
import { dueDay } from "../../core/digest/rhythm.ts";
import { DAY_MS, type Instant, type PlainDate } from "../../core/model/instant.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Standings } from "../policy/standing.ts";
import { choicesOf } from "./choices.ts";
import { type ComposeDeps, composeDigest } from "./compose-digest.ts";
import { type ChatAddress, chatAddresses } from "./members.ts";
import { digestKey, isPut, lastToldAt, putChatMessage, wasEverTold } from "./messages.ts";
import { rolloutOf } from "./settings-answer.ts";

/** What writing digests works with. */
export interface DigestDeps extends ComposeDeps {
	standings: Standings;
}

/** Since when a person's first digest of a kind tells. */
const FIRST_LOOK_MS: Readonly<Record<DigestKind, number>> = {
	"digest.rep": 7 * DAY_MS,
	"digest.manager": 7 * DAY_MS,
	"digest.executive": 31 * DAY_MS,
};
/** Whose each kind is, by what kind of work they do. */
const FOR_ROLES: Readonly<Record<DigestKind, readonly string[]>> = {
	"digest.rep": ["rep"],
	"digest.manager": ["manager"],
	"digest.executive": ["executive"],
};

/**
 * Writes the digests that are due in a workspace now, each once for its person and day however often it is asked. Only for
 * those whom an administrator chose after having seen one. Gives how many were written, those with nothing to say too.
 */
export async function writeDigests(
	deps: DigestDeps,
	{ tenantId, host }: { tenantId: number; host: string },
	signal: AbortSignal,
): Promise<number> {
	const { database, now } = deps;
	const db = database.reader(tenantId);
	const rollout = await rolloutOf(db, tenantId, host);
	if (rollout.audience === "nobody" || rollout.previewedAt === null) return 0;
	const people = (await chatAddresses(db, tenantId, host)).filter(
		({ userId }) => rollout.audience === "everybody" || rollout.userIds.includes(userId),
	);
	const choices = await choicesOf(
		db,
		tenantId,
		people.map(({ userId }) => userId),
	);
	const due = people.flatMap((person) => {
		const said = choices.get(person.userId);
		if (!said) return [];
		const snoozedUntil = said.snoozedUntil === null ? null : Date.parse(said.snoozedUntil);
		if (snoozedUntil !== null && snoozedUntil > now()) return [];
		return DIGEST_KINDS.filter(
			(kind) => FOR_ROLES[kind].includes(person.role) && rollout.kinds.includes(kind) && !said.off.includes(kind),
		).flatMap((kind) => {
			const day = dueDay(kind, { zone: person.zone, frequency: said.frequency, sendMinute: said.sendMinute }, now());
			return day === null
				? []
				: [{ person, kind, day, notBefore: nextWelcome({ ...said, snoozedUntil }, person.zone, now()) }];
		});
	});
	const written = await isPut(
		db,
		tenantId,
		host,
		due.map(({ kind, person, day }) => digestKey(kind, person.userId, day)),
	);
	let count = 0;
	for (const one of due) {
		if (signal.aborted) break;
		if (written.has(digestKey(one.kind, one.person.userId, one.day))) continue;
		await writeOne(deps, { tenantId, host, ...one });
		count++;
	}
	return count;
}

async function writeOne(
	deps: DigestDeps,
	given: { tenantId: number; host: string; person: ChatAddress; kind: DigestKind; day: PlainDate; notBefore: Instant },
): Promise<void> {
	const { tenantId, host, person, kind, day, notBefore } = given;
	const doc = await digestFor(deps, { tenantId, person, kind });
	await deps.database.inTenant(tenantId, (trx) =>
		putChatMessage(trx, {
			tenantId,
			host,
			userId: person.userId,
			kind,
			dedupKey: digestKey(kind, person.userId, day),
			localDay: day,
			doc,
			now: deps.now(),
			notBefore,
		}),
	);
}

/** What a person would be told now: since their last one of this kind, else over the time that such a digest is about. */
export async function digestFor(
	deps: DigestDeps,
	{ tenantId, person, kind }: { tenantId: number; person: ChatAddress; kind: DigestKind },
) {
	const db = deps.database.reader(tenantId);
	const principal = await deps.standings.of(tenantId, person.userId);
	if (!principal) return null;
	const { now } = await loadWorkspace(db, deps.now());
	const [told, wasTold] = await Promise.all([
		lastToldAt(db, tenantId, person.userId, kind),
		wasEverTold(db, tenantId, person.userId),
	]);
	return composeDigest(deps, {
		kind,
		principal,
		viewer: { locale: person.locale, zone: person.zone },
		since: told ?? now - FIRST_LOOK_MS[kind],
		isFirst: !wasTold,
	});
}
