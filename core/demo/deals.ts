import type { Deal } from "../model/deal.ts";
import { DAY_MS, type Instant } from "../model/instant.ts";
import type { Pipeline, Stage } from "../model/pipeline.ts";
import { forkRandom, type Random } from "../stats/random.ts";
import { type Customer, workingTime } from "./accounts.ts";
import type { Day } from "./calendar.ts";
import { firstCloseDay, laterCloseDay, plainDate, pushedCloseDay } from "./close-dates.ts";
import { drawAmountEur, liveOneDay, requoteFactor } from "./dynamics.ts";
import { CATEGORIES, NEXT_STEPS } from "./enablement.ts";
import { idMaker } from "./ids.ts";
import { changeDeal, type Ledger, recordCreation } from "./ledger.ts";
import { drawCurrency, drawLatent, type LiveDeal, perEur, shownAmount } from "./live-deal.ts";
import { type Beginning, drawSource, type Market, type RepTraits, SOURCES } from "./market.ts";
import { pick } from "./names.ts";
import { projectName, quote, reprice } from "./products.ts";
import { type Touch, touchDeal } from "./touches.ts";

/** What deals are made with. */
export interface DealRoom {
	market: Market;
	customersByRep: Customer[][];
	pipeline: Pipeline;
	stages: Stage[];
	ledger: Ledger;
	touch: Touch;
}

/** Every deal from its beginning until it closed or history ended. */
export function simulateDeals(room: DealRoom, beginnings: Beginning[]): LiveDeal[] {
	const id = idMaker(room.market.seed, "deal");
	return beginnings.map((beginning, k) => {
		const random = forkRandom(room.market.seed, `deal ${k}`);
		const live = openDeal(room, beginning, random, (at) => id(k, at));
		const { today, isBusinessDay } = room.market.calendar;
		for (let day = beginning.day + 1; day < today && live.deal.status === "open"; day++) {
			if (isBusinessDay(day)) workOneDay(room, live, day, random);
		}
		return live;
	});
}

function openDeal(room: DealRoom, { day, rep }: Beginning, random: Random, id: (at: Instant) => string): LiveDeal {
	const { market, stages } = room;
	const traits = market.reps[rep] as RepTraits;
	const at = day * DAY_MS + workingTime(random);
	const customer = drawCustomer(room.customersByRep[rep] ?? [], at, random);
	const source = drawSource(random, "dealShare");
	const latent = drawLatent(traits, customer, source, day, random);
	const currency = drawCurrency(traits, random);
	const lines = quote(drawAmountEur(latent.segment, random), perEur(currency), random);
	const closeDay = firstCloseDay(latent.segment, traits.closeDateBiasDays, day, market.calendar, random);
	const deal: Deal = {
		id: id(at),
		name: `${customer.account.name} – ${projectName(random)}`,
		accountId: customer.account.id,
		ownerId: traits.userId,
		pipelineId: room.pipeline.id,
		stageId: stages[0]?.id ?? "",
		status: "open",
		amountMinor: null,
		currency,
		closeDate: plainDate(closeDay),
		createdAt: at,
		closedAt: null,
		source: SOURCES[source]?.name ?? null,
		nextStep: pick(random, NEXT_STEPS[0] ?? []),
		forecastCategory: "pipeline",
		version: 1,
	};
	const champion = customer.contacts.length > 0 ? pick(random, customer.contacts) : null;
	const shownShare = random() < 0.06 ? 0 : traits.isSandbagger ? 0.7 : 1;
	const live: LiveDeal = { deal, latent, rep, customer, champion, lines, shownShare, closeDay };
	deal.amountMinor = shownAmount(live);
	recordCreation(room.ledger, "deal", deal);
	return live;
}

function drawCustomer(customers: Customer[], at: Instant, random: Random): Customer {
	for (let tries = 0; tries < 8; tries++) {
		const customer = customers[Math.floor(random() * customers.length)];
		if (customer && customer.account.createdAt < at) return customer;
	}
	// Each rep's first account is older than the whole history.
	return customers[0] as Customer;
}

function workOneDay(room: DealRoom, live: LiveDeal, day: Day, random: Random): void {
	const { market, stages, ledger } = room;
	const traits = market.reps[live.rep] as RepTraits;
	const at = day * DAY_MS + workingTime(random);
	touchDeal(room.touch, live, traits, at, random);
	const outcome = liveOneDay(live.latent, day, market.calendar, random);
	if (outcome === "won" || outcome === "lost") {
		if (outcome === "won") live.shownShare = 1;
		live.closeDay = day;
		changeDeal(ledger, live.deal, at, {
			status: outcome,
			stageId: stages[outcome === "won" ? 5 : 6]?.id ?? "",
			amountMinor: shownAmount(live),
			closeDate: plainDate(day),
			closedAt: at,
			nextStep: null,
		});
		return;
	}
	if (outcome === "advances") {
		advance(room, live, traits, day, at, random);
		return;
	}
	const overdue = live.closeDay < day && random() < 0.15;
	const hopeless = live.closeDay < day + 5 && live.latent.stage < 3 && random() < 0.25;
	if (overdue || hopeless)
		moveCloseDate(
			ledger,
			live,
			at,
			pushedCloseDay(day, market.calendar, random) + Math.max(0, traits.closeDateBiasDays),
		);
	else if (random() < 0.0004 && !traits.isSandbagger) handOver(room, live, at, random);
}

function advance(room: DealRoom, live: LiveDeal, traits: RepTraits, day: Day, at: Instant, random: Random): void {
	const { stage, segment } = live.latent;
	live.lines = reprice(live.lines, requoteFactor(stage, random));
	if (live.shownShare === 0 && stage >= 2) live.shownShare = traits.isSandbagger ? 0.7 : 1;
	const shownStage = traits.isSandbagger ? Math.min(stage, 1) : stage;
	if (stage >= 3 && random() < 0.35) {
		live.closeDay = laterCloseDay(segment, traits.closeDateBiasDays, day, room.market.calendar, random);
	}
	changeDeal(room.ledger, live.deal, at, {
		stageId: room.stages[shownStage]?.id ?? "",
		amountMinor: shownAmount(live),
		closeDate: plainDate(live.closeDay),
		nextStep: pick(random, NEXT_STEPS[shownStage] ?? []),
		forecastCategory: CATEGORIES[shownStage] ?? "pipeline",
	});
}

function moveCloseDate(ledger: Ledger, live: LiveDeal, at: Instant, closeDay: Day): void {
	live.closeDay = closeDay;
	changeDeal(ledger, live.deal, at, { closeDate: plainDate(closeDay) });
}

function handOver(room: DealRoom, live: LiveDeal, at: Instant, random: Random): void {
	const { reps } = room.market;
	const colleagues = reps.flatMap((r, k) =>
		r.teamId === reps[live.rep]?.teamId && k !== live.rep && !r.isSandbagger ? [k] : [],
	);
	live.rep = pick(random, colleagues);
	changeDeal(room.ledger, live.deal, at, { ownerId: reps[live.rep]?.userId ?? null });
}
