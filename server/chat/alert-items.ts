import type { AlertKind, ChatItem } from "../../core/contract/chat.ts";
import { DAY_MS, dateIn, type Instant } from "../../core/model/instant.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { keptForecastFor } from "../answers/forecast.ts";
import { homeOf } from "../answers/home.ts";
import { movedSince, promisesDue, saidInMeetings } from "../db/chat-news.ts";
import { currencyFactors } from "../db/deals.ts";
import { foundActions } from "../db/found-actions.ts";
import { listLeads } from "../db/leads.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Principal } from "../policy/principal.ts";
import { leadAction } from "../views/lead-view.ts";
import { showProbability } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { ComposeDeps } from "./compose-digest.ts";
import { foundItem } from "./found-items.ts";

/** Something that holds now and that a person may want to know at once. */
export interface AlertFound {
	kind: AlertKind;
	entityId: string;
	/** The deal or lead it is about: alerts about one are one message. */
	about: string;
	item: ChatItem;
}

/** Points by which a chance must have fallen within a week. */
const RISK = 0.1;
/** Share by which the number must have moved within a week. */
const MOVE = 0.1;
const WEEK_MS = 7 * DAY_MS;
const FRESH_MS = 3 * DAY_MS;
const MOST = 10;

/** What holds now of a person's own deals, leads, promises, meetings and number. Only kinds that are asked for are looked at. */
export async function alertsNow(
	deps: ComposeDeps,
	{ principal, viewer, kinds }: { principal: Principal; viewer: Viewer; kinds: ReadonlySet<AlertKind> },
): Promise<AlertFound[]> {
	const db = deps.database.reader(principal.tenantId);
	const workspace = await loadWorkspace(db, deps.now());
	const at = { ...deps, db, principal, viewer, now: workspace.now };
	const found = await Promise.all([
		kinds.has("alert.risk") ? atRisk(at) : [],
		kinds.has("alert.lead") ? hotLeads(at) : [],
		kinds.has("alert.forecast") ? forecastMoved(at) : [],
		kinds.has("alert.overdue") ? overdue(at) : [],
		kinds.has("alert.competitor") ? competitors(at) : [],
	]);
	return found.flat();
}

type At = ComposeDeps extends infer D
	? Omit<D, "now"> & {
			db: ReturnType<ComposeDeps["database"]["reader"]>;
			principal: Principal;
			viewer: Viewer;
			now: Instant;
		}
	: never;

async function atRisk({ db, principal, viewer, now }: At): Promise<AlertFound[]> {
	const factors = await currencyFactors(db, now);
	const moved = await movedSince(db, { visibleOwners: [principal.userId], factors, since: now - WEEK_MS }, RISK, MOST);
	return moved
		.filter(({ value, before }) => value < before)
		.map(({ id, name, value, before }) => ({
			kind: "alert.risk",
			entityId: id,
			about: id,
			item: {
				title: name,
				text: say(viewer, "slack.digest.fell", {
					value: showProbability(value, viewer.locale),
					points: Math.round(before * 100) - Math.round(value * 100),
				}),
				why: [],
				quote: null,
				about: { entity: "deal", id },
				path: `/deals/${id}`,
				action: "why",
				dealId: id,
			},
		}));
}

async function hotLeads({ db, principal, viewer, now }: At): Promise<AlertFound[]> {
	const { rows } = await listLeads(db, {
		filter: { open: true, grade: "hot", ownerId: principal.userId },
		visibleOwners: principal.visibleOwners,
		sort: { key: "score", descending: true },
		after: null,
		limit: MOST,
		now,
	});
	return rows
		.filter(({ grade, status }) => grade !== null && status === "new" && grade.since > now - FRESH_MS)
		.map((row) => ({
			kind: "alert.lead",
			entityId: row.id,
			about: row.id,
			item: {
				title: row.name,
				text: [say(viewer, "slack.digest.hot", { company: row.company ?? "—" }), leadAction(row, viewer)?.text ?? ""]
					.filter(Boolean)
					.join(" "),
				why: [],
				quote: null,
				about: { entity: "lead", id: row.id },
				path: `/leads/${row.id}`,
				action: "open",
				dealId: null,
			},
		}));
}

async function forecastMoved({ db: _, now, ...deps }: At): Promise<AlertFound[]> {
	const { principal, viewer } = deps;
	const world = { database: deps.database, now: () => now };
	const [home, forecast] = await Promise.all([
		homeOf(world, { principal, viewer }),
		keptForecastFor(world, { principal, viewer }, {}),
	]);
	const node = home.forecast;
	const before = forecast?.trend.findLast((point) => Date.parse(point.asOf) <= now - WEEK_MS);
	if (!node || !before || !forecast) return [];
	const [value, then] = [Number(node.view.value ?? 0), Number(before.value.amountMinor)];
	if (then === 0 || Math.abs(value - then) < Math.abs(then) * MOVE) return [];
	return [
		{
			kind: "alert.forecast",
			entityId: principal.userId,
			about: "forecast",
			item: {
				title: node.view.title,
				text: [node.view.text.value, node.view.text.direction].filter(Boolean).join(" · "),
				why: [home.answer],
				quote: null,
				about: { entity: "forecast", id: node.nodeId },
				path: "/forecast/changes",
				action: "open",
				dealId: null,
			},
		},
	];
}

async function overdue({ db, principal, viewer, now }: At): Promise<AlertFound[]> {
	const today = dateIn(viewer.zone, now);
	const due = await promisesDue(db, {
		userId: principal.userId,
		factors: await currencyFactors(db, now),
		until: today,
	});
	const found = (await foundActions(db, principal.userId)).filter(({ dueOn }) => dueOn !== null && dueOn < today);
	const promised = due
		.filter(({ dueOn }) => dueOn < today)
		.map(
			({ id, title, dueOn, dealId, dealName }): AlertFound => ({
				kind: "alert.overdue",
				entityId: id,
				about: dealId,
				item: {
					title,
					text: say(viewer, "slack.digest.overdue", { day: formatDay(dueOn, viewer.locale, today), deal: dealName }),
					why: [],
					quote: null,
					about: { entity: "step", id },
					path: `/deals/${dealId}`,
					action: "done",
					dealId,
				},
			}),
		);
	const unplanned = found.map(
		(one): AlertFound => ({
			kind: "alert.overdue",
			entityId: one.id,
			about: one.dealId,
			item: foundItem(one, viewer, today),
		}),
	);
	return [...promised, ...unplanned].slice(0, MOST);
}

async function competitors({ db, principal, viewer, now }: At): Promise<AlertFound[]> {
	const said = await saidInMeetings(db, { userId: principal.userId, since: now - FRESH_MS, kinds: ["competitor"] });
	const known = await db
		.selectFrom("competitors")
		.select(["id", "name"])
		.where("tenant_id", "=", principal.tenantId)
		.execute();
	const names = new Map(known.map(({ id, name }) => [id, name]));
	const first = new Map(said.toReversed().map((one) => [`${one.meetingId} ${one.detail}`, one]));
	return [...first.values()].slice(0, MOST).map(({ meetingId, title, detail, quote, atSec, dealId, dealName }) => ({
		kind: "alert.competitor",
		entityId: meetingId,
		about: dealId ?? meetingId,
		item: {
			title: dealName ?? title,
			text: say(viewer, "slack.alert.named", { competitor: names.get(detail) ?? detail, meeting: title }),
			why: [],
			quote,
			about: { entity: "meeting", id: meetingId },
			path: `/meetings/${meetingId}?at=${Math.floor(atSec)}`,
			action: "open",
			dealId,
		},
	}));
}
