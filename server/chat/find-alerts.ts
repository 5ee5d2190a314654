import { sql, type Transaction } from "kysely";
import { ALERT_KINDS, type AlertKind, type ChatDoc, chatDoc, chatItem } from "../../core/contract/chat.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { type AlertFound, alertsNow } from "./alert-items.ts";
import { choicesOf } from "./choices.ts";
import { type ChatAddress, chatAddresses } from "./members.ts";
import { putChatMessage } from "./messages.ts";
import { rolloutOf } from "./settings-answer.ts";
import type { DigestDeps } from "./write-digests.ts";

/** What comes within it about one deal is one message. */
const COALESCE_MS = 10 * 60_000;
/** Kinds that end: then the message says so. */
const ENDING: ReadonlySet<string> = new Set<AlertKind>(["alert.risk", "alert.lead", "alert.overdue"]);

/** Looks what holds for everybody who was chosen, opens and closes alerts accordingly. Twice comes to the same. */
export async function findAlerts(
	deps: DigestDeps,
	{ tenantId, host }: { tenantId: number; host: string },
	signal: AbortSignal,
): Promise<void> {
	const db = deps.database.reader(tenantId);
	const rollout = await rolloutOf(db, tenantId, host);
	if (rollout.audience === "nobody" || rollout.previewedAt === null) return;
	const people = (await chatAddresses(db, tenantId, host)).filter(
		({ userId }) => rollout.audience === "everybody" || rollout.userIds.includes(userId),
	);
	const choices = await choicesOf(
		db,
		tenantId,
		people.map(({ userId }) => userId),
	);
	const { now: clock } = await loadWorkspace(db, deps.now());
	for (const person of people) {
		if (signal.aborted) return;
		const off = choices.get(person.userId)?.off ?? [];
		const kinds = new Set(ALERT_KINDS.filter((kind) => rollout.kinds.includes(kind) && !off.includes(kind)));
		const principal = kinds.size === 0 ? null : await deps.standings.of(tenantId, person.userId);
		if (!principal) continue;
		const viewer = { locale: person.locale, zone: person.zone };
		const found = await alertsNow(deps, { principal, viewer, kinds });
		await deps.database.inTenant(tenantId, (trx) =>
			keepAlerts(trx, { tenantId, host, person, viewer, kinds, found, now: deps.now(), clock }),
		);
	}
}

interface Keeping {
	tenantId: number;
	host: string;
	person: ChatAddress;
	viewer: Viewer;
	kinds: ReadonlySet<AlertKind>;
	found: AlertFound[];
	now: Instant;
	/** The workspace's own. */
	clock: Instant;
}

/** Opens what is new, closes what no longer holds. */
export async function keepAlerts(trx: Transaction<Tables>, given: Keeping): Promise<void> {
	const { tenantId, person, kinds, found, now } = given;
	const open = await trx
		.selectFrom("chat_alerts")
		.select(["id", "kind", "entity_id", "message_id"])
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", person.userId)
		.where("resolved_at", "is", null)
		.forUpdate()
		.execute();
	const key = (kind: string, entityId: string) => `${kind} ${entityId}`;
	const holds = new Set(found.map((one) => key(one.kind, one.entityId)));
	const known = new Set(open.map((one) => key(one.kind, one.entity_id)));
	const over = open.filter((one) => kinds.has(one.kind as AlertKind) && !holds.has(key(one.kind, one.entity_id)));
	if (over.length > 0) {
		await trx
			.updateTable("chat_alerts")
			.set({ resolved_at: timestamp(now) })
			.where("tenant_id", "=", tenantId)
			.where(
				"id",
				"in",
				over.map(({ id }) => id),
			)
			.execute();
		for (const messageId of new Set(over.flatMap((one) => one.message_id ?? [])))
			await tellResolved(trx, given, messageId);
	}
	const fresh = found.filter((one) => !known.has(key(one.kind, one.entityId)));
	for (const about of new Set(fresh.map((one) => one.about)))
		await openAlerts(
			trx,
			given,
			fresh.filter((one) => one.about === about),
		);
}

async function openAlerts(trx: Transaction<Tables>, given: Keeping, alerts: AlertFound[]): Promise<void> {
	const { tenantId, host, person, now } = given;
	const day = dateIn(person.zone, now);
	const opened: { id: string; alert: AlertFound }[] = [];
	for (const alert of alerts) {
		const row = await trx
			.insertInto("chat_alerts")
			.values({
				tenant_id: tenantId,
				user_id: person.userId,
				kind: alert.kind,
				entity_id: alert.entityId,
				mark: day,
				item: jsonb({ ...alert.item, aboutKey: alert.about }),
				opened_at: timestamp(now),
			})
			// What opened and closed today already does not ring again today.
			.onConflict((conflict) => conflict.doNothing())
			.returning("id")
			.executeTakeFirst();
		if (row) opened.push({ id: row.id, alert });
	}
	const [first] = opened;
	if (!first) return;
	const waiting = await trx
		.selectFrom("chat_messages")
		.innerJoin("chat_alerts", (on) =>
			on
				.onRef("chat_alerts.tenant_id", "=", "chat_messages.tenant_id")
				.onRef("chat_alerts.message_id", "=", "chat_messages.id"),
		)
		.select(["chat_messages.id", "chat_messages.doc"])
		.where("chat_messages.tenant_id", "=", tenantId)
		.where("chat_messages.user_id", "=", person.userId)
		.where("chat_messages.state", "=", "pending")
		.where(sql<string>`chat_alerts.item ->> 'aboutKey'`, "=", first.alert.about)
		.limit(1)
		.executeTakeFirst();
	const items = opened.map(({ alert }) => alert.item);
	const messageId = waiting
		? await addTo(trx, tenantId, { id: waiting.id, doc: chatDoc.parse(waiting.doc) }, items)
		: await putChatMessage(trx, {
				tenantId,
				host,
				userId: person.userId,
				kind: first.alert.kind,
				dedupKey: `alert:${first.id}`,
				localDay: day,
				doc: docOf(given, first.alert.kind, items),
				now,
				notBefore: now + COALESCE_MS,
			});
	await trx
		.updateTable("chat_alerts")
		.set({ message_id: messageId })
		.where("tenant_id", "=", tenantId)
		.where(
			"id",
			"in",
			opened.map(({ id }) => id),
		)
		.execute();
}

async function addTo(
	trx: Transaction<Tables>,
	tenantId: number,
	message: { id: string; doc: ChatDoc },
	items: ChatDoc["items"],
): Promise<string> {
	const doc = { ...message.doc, items: [...message.doc.items, ...items] };
	await trx
		.updateTable("chat_messages")
		.set({ doc: jsonb(doc) })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", message.id)
		.execute();
	return message.id;
}

/** Once nothing of a message holds any more: it says so where it stands, or is not sent at all. */
async function tellResolved(trx: Transaction<Tables>, given: Keeping, messageId: string): Promise<void> {
	const { tenantId, host, person, viewer, now } = given;
	const alerts = await trx
		.selectFrom("chat_alerts")
		.select(["kind", "resolved_at", "item"])
		.where("tenant_id", "=", tenantId)
		.where("message_id", "=", messageId)
		.execute();
	if (alerts.some((one) => one.resolved_at === null)) return;
	const message = await trx
		.selectFrom("chat_messages")
		.select(["kind", "state", "doc", "local_day"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", messageId)
		.forUpdate()
		.executeTakeFirst();
	if (!message?.doc) return;
	if (message.state === "pending") {
		await trx
			.updateTable("chat_messages")
			.set({ state: "nothing", reason: "it was over before it was sent" })
			.where("tenant_id", "=", tenantId)
			.where("id", "=", messageId)
			.execute();
		return;
	}
	if (message.state !== "sent" || !ENDING.has(message.kind)) return;
	const doc: ChatDoc = {
		...chatDoc.parse(message.doc),
		items: alerts.map(({ item }) => chatItem.parse(item)),
		resolved: say(viewer, `slack.alert.over.${message.kind.slice("alert.".length)}`),
	};
	await putChatMessage(trx, {
		tenantId,
		host,
		userId: person.userId,
		kind: doc.kind,
		dedupKey: `over:${messageId}`,
		localDay: message.local_day,
		doc,
		replacesId: messageId,
		now,
	});
}

function docOf({ viewer, clock }: Keeping, kind: AlertKind, items: ChatDoc["items"]): ChatDoc {
	return {
		kind,
		title: say(viewer, `slack.${kind}`),
		lead: "",
		first: null,
		items,
		chart: null,
		foot: say(viewer, "slack.digest.foot", { at: formatInstant(clock, viewer.locale, viewer.zone) }),
		resolved: null,
		locale: viewer.locale,
		asOf: new Date(clock).toISOString(),
		modelVersion: null,
	};
}
