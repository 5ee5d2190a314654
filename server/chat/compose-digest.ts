import type { ChatDoc, ChatItem, DigestKind } from "../../core/contract/chat.ts";
import { type Candidate, pickItems } from "../../core/digest/pick-items.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { minorDigits } from "../../core/model/money.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import { keptForecastFor } from "../answers/forecast.ts";
import { homeOf } from "../answers/home.ts";
import { movedSince, promisesDue } from "../db/chat-news.ts";
import type { Db } from "../db/connect.ts";
import { currencyFactors, findDeals } from "../db/deals.ts";
import { listLeads } from "../db/leads.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import type { Principal } from "../policy/principal.ts";
import { dealView } from "../views/deal-view.ts";
import { leadAction, leadView } from "../views/lead-view.ts";
import { showProbability } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { coachingPoint, coachingThemes } from "./coaching-items.ts";
import { foundItems } from "./found-items.ts";

/** What composing works with. */
export type ComposeDeps = Pick<Deps, "database" | "now">;

/** For whom and since when. `since` and the clock are the workspace's own. */
export interface DigestAsk {
	kind: DigestKind;
	principal: Principal;
	viewer: Viewer;
	since: Instant;
	/** The person's first: it says why it came and how to stop it. */
	isFirst: boolean;
}

const MOST = 5;
/** A chance that moved by less is no news. */
const LEAST_MOVE = 0.05;
const LOOKED_AT = 25;

/** A digest while it is composed. */
export interface Composing extends DigestAsk {
	db: Db;
	workspace: Workspace;
	factors: { currency: string; factor: number }[];
}

/** What a person would be told now; null when nothing has changed for them. Coaching stands only in a rep's own. */
export async function composeDigest(deps: ComposeDeps, ask: DigestAsk): Promise<ChatDoc | null> {
	const db = deps.database.reader(ask.principal.tenantId);
	const workspace = await loadWorkspace(db, deps.now());
	const composing = { ...ask, db, workspace, factors: await currencyFactors(db, deps.now()) };
	const [moved, promised, leads, found, coach, themes] = await Promise.all([
		movedDeals(composing, deps.now()),
		ask.kind === "digest.rep" ? promises(composing) : [],
		ask.kind === "digest.rep" ? hotLeads(composing, deps.now()) : [],
		ask.kind === "digest.rep" ? foundItems(composing) : [],
		ask.kind === "digest.rep" ? coachingPoint(composing) : null,
		ask.kind === "digest.manager" ? coachingThemes(composing) : null,
	]);
	const last = coach ?? themes;
	const items = pickItems<ChatItem>([...moved, ...promised, ...leads, ...found], last ? MOST - 1 : MOST);
	const answer = await standing(deps, composing);
	const isMoved = answer.moved !== "";
	if (items.length === 0 && !last && !isMoved) return null;
	return {
		kind: ask.kind,
		title: titleOf(composing),
		lead: [
			answer.text,
			answer.moved,
			say(ask.viewer, items.length + (last ? 1 : 0) > 0 ? "slack.digest.since" : "slack.digest.onlyForecast", {
				day: formatInstant(ask.since, ask.viewer.locale, ask.viewer.zone),
			}),
		]
			.filter(Boolean)
			.join(" "),
		first: ask.isFirst ? say(ask.viewer, "slack.digest.first") : null,
		items: last ? [...items, last] : items,
		chart: answer.chart,
		foot: say(ask.viewer, "slack.digest.foot", {
			at: formatInstant(workspace.now, ask.viewer.locale, ask.viewer.zone),
		}),
		resolved: null,
		locale: ask.viewer.locale,
		asOf: new Date(workspace.now).toISOString(),
		modelVersion: answer.modelVersion,
	};
}

function titleOf({ kind, viewer, workspace }: Composing): string {
	const day = formatDay(dateIn(viewer.zone, workspace.now), viewer.locale);
	return say(
		viewer,
		kind === "digest.rep"
			? "slack.digest.rep"
			: kind === "digest.manager"
				? "slack.digest.manager"
				: "slack.digest.executive",
		{ day },
	);
}

/** Where the person's number stands, what moved it since, and the picture of it. */
async function standing(deps: ComposeDeps, { principal, viewer, since }: Composing) {
	const [home, forecast] = await Promise.all([
		homeOf(deps, { principal, viewer }),
		keptForecastFor(deps, { principal, viewer }, {}),
	]);
	const node = home.forecast;
	if (!node) return { text: home.answer, moved: "", chart: null, modelVersion: null };
	const before = forecast?.trend.findLast((point) => Date.parse(point.asOf) <= since) ?? null;
	const { currency } = node.closed;
	const unit = 10 ** minorDigits(currency);
	const [now, then] = [Number(node.view.value ?? 0), before ? Number(before.value.amountMinor) : null];
	// A move within the number's own rounding is none.
	const isMoved = then !== null && Math.abs(now - then) >= Math.max(1, Math.abs(then) * 0.02);
	const bar = (key: string, minor: number | null) =>
		minor === null ? [] : [{ label: say(viewer, key), value: minor / unit }];
	return {
		text: home.answer,
		moved:
			isMoved && node.view.text.direction !== ""
				? say(viewer, "slack.digest.moved", { direction: node.view.text.direction })
				: "",
		chart: {
			title: say(viewer, "slack.chart.forecast"),
			unit: currency,
			bars: [
				...bar("slack.chart.won", Number(node.closed.amountMinor)),
				...bar("slack.chart.expected", now),
				...bar("slack.chart.quota", node.quota ? Number(node.quota.amountMinor) : null),
			],
		},
		modelVersion: node.view.modelVersion,
	};
}

async function movedDeals(
	{ db, principal, viewer, factors, since, kind }: Composing,
	realNow: Instant,
): Promise<Candidate<ChatItem>[]> {
	const moved = await movedSince(db, { visibleOwners: principal.visibleOwners, factors, since }, LEAST_MOVE, LOOKED_AT);
	const rows = await findDeals(
		db,
		moved.map(({ id }) => id),
		principal.visibleOwners,
		realNow,
	);
	return moved.flatMap((deal) => {
		const row = rows.find(({ id }) => id === deal.id);
		const view = row && dealView(row, viewer);
		if (!view) return [];
		const points = Math.round(deal.value * 100) - Math.round(deal.before * 100);
		const text = say(viewer, points > 0 ? "slack.digest.rose" : "slack.digest.fell", {
			value: showProbability(deal.value, viewer.locale),
			points: Math.abs(points),
		});
		const parts = view.parts.toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value))).slice(0, 2);
		const owner = kind !== "digest.rep" && deal.ownerName ? ` (${deal.ownerName})` : "";
		const item: ChatItem = {
			title: deal.name + owner,
			text,
			why: parts.map((part) => `${part.amount} ${part.text}`),
			quote: null,
			about: { entity: "deal", id: deal.id },
			path: `/deals/${deal.id}`,
			action: kind === "digest.rep" && points < 0 ? "log" : "why",
			dealId: deal.id,
		};
		return [{ about: `deal ${deal.id}`, impact: Math.abs(deal.value - deal.before) * (deal.worth ?? 0), item }];
	});
}

async function promises({ db, principal, viewer, factors, workspace }: Composing): Promise<Candidate<ChatItem>[]> {
	const today = dateIn(viewer.zone, workspace.now);
	const due = await promisesDue(db, { userId: principal.userId, factors, until: today });
	return due.map((one) => {
		const isLate = one.dueOn < today;
		const text = say(viewer, isLate ? "slack.digest.overdue" : "slack.digest.today", {
			day: formatDay(one.dueOn, viewer.locale, today),
			deal: one.dealName,
		});
		const item: ChatItem = {
			title: one.title,
			text,
			why: [],
			quote: null,
			about: { entity: "step", id: one.id },
			path: `/deals/${one.dealId}`,
			action: "done",
			dealId: one.dealId,
		};
		// What the chance may still move by, with the deal's money: that is what a kept promise can win.
		return { about: `step ${one.id}`, impact: ((one.width ?? one.value ?? 0) / 2) * (one.worth ?? 0), item };
	});
}

async function hotLeads({ db, principal, viewer, since }: Composing, realNow: Instant): Promise<Candidate<ChatItem>[]> {
	const { rows } = await listLeads(db, {
		filter: { open: true, grade: "hot", ownerId: principal.userId },
		visibleOwners: principal.visibleOwners,
		sort: { key: "score", descending: true },
		after: null,
		limit: LOOKED_AT,
		now: realNow,
	});
	const typical = await medianWon(db, principal.tenantId);
	return rows
		.filter((row) => row.grade !== null && row.grade.since > since)
		.map((row) => {
			const action = leadAction(row, viewer);
			const view = leadView(row, viewer);
			const item: ChatItem = {
				title: row.name,
				text: [say(viewer, "slack.digest.hot", { company: row.company ?? "—" }), action?.text ?? ""]
					.filter(Boolean)
					.join(" "),
				why: (view?.parts ?? []).slice(0, 2).map((part) => `${part.amount} ${part.text}`),
				quote: null,
				about: { entity: "lead", id: row.id },
				path: `/leads/${row.id}`,
				action: "open",
				dealId: null,
			};
			return { about: `lead ${row.id}`, impact: (row.grade?.chance ?? 0.1) * typical, item };
		});
}

/** What a deal of this company typically brings, in minor units; amounts in other currencies count as they stand. */
async function medianWon(db: Db, tenantId: number): Promise<number> {
	const rows = await db
		.selectFrom("deals")
		.select("amount_minor")
		.where("tenant_id", "=", tenantId)
		.where("status", "=", "won")
		.where("amount_minor", "is not", null)
		.orderBy("closed_at", "desc")
		.limit(101)
		.execute();
	const amounts = rows.map((row) => Number(row.amount_minor)).sort((a, b) => a - b);
	return amounts[Math.floor(amounts.length / 2)] ?? 0;
}
