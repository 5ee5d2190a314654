import type { ChatFact } from "../../../core/contract/chat.ts";
import type { DealJson } from "../../../core/contract/deals.ts";
import type { LeadJson } from "../../../core/contract/leads.ts";
import type { View } from "../../../core/contract/view.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { pathOf } from "./answers.ts";
import type { Speaker } from "./speaker.ts";
import { understand } from "./understand.ts";

const MOST_FOUND = 3;
const MOST_NEXT = 5;
const MOST_PARTS = 6;

/** What may answer a question: of the asker's own view of things alone, with the names of people in it. */
export interface Facts {
	facts: ChatFact[];
	people: string[];
}

/** Their number, what is next and what changed, and the deals and leads that the question names. All through their own rights. */
export async function factsFor(speaker: Speaker, question: string): Promise<Facts> {
	const { client, person, t } = speaker;
	const wish = understand(question, person.locale);
	const names = [wish?.about ?? "", wish?.instead ?? ""].filter(Boolean);
	const [home, deals, leads] = await Promise.all([
		client.home(),
		found(speaker, "deal", names, async (id) => (await client.deal(id)).deal),
		found(speaker, "lead", names, (id) => client.lead(id)),
	]);
	const here: Omit<ChatFact, "id">[] = [
		{ path: "/", name: t("nav.home"), text: home.answer },
		...(home.forecast ? ofView(home.forecast.view, "/forecast", t("nav.forecast")) : []),
		...home.next.slice(0, MOST_NEXT).map(({ text, why, about: record }) => ({
			path: pathOf(record),
			name: t("home.next"),
			text: `${text} ${why}`,
		})),
		...home.changes.slice(0, MOST_NEXT).map(({ text }) => ({ path: "/", name: t("home.changed"), text })),
		...deals.flatMap((deal) => ofDeal(speaker, deal)),
		...leads.flatMap((lead) => ofLead(lead)),
	];
	return {
		facts: here.filter(({ text }) => text.trim() !== "").map((fact, k) => ({ id: `f${k + 1}`, ...fact })),
		people: [
			...new Set([
				...deals.flatMap(({ owner }) => owner?.name ?? []),
				...leads.flatMap(({ name, owner }) => [name, ...(owner ? [owner.name] : [])]),
			]),
		],
	};
}

async function found<T>(
	{ client }: Speaker,
	kind: "deal" | "lead",
	names: readonly string[],
	load: (id: string) => Promise<T>,
): Promise<T[]> {
	for (const name of names) {
		const { groups } = await client.search({ q: name.slice(0, 120), kind, limit: MOST_FOUND });
		const hits = groups.flatMap((group) => group.hits).slice(0, MOST_FOUND);
		if (hits.length > 0) return Promise.all(hits.map(({ id }) => load(id)));
	}
	return [];
}

function ofDeal({ person, t }: Speaker, deal: DealJson): Omit<ChatFact, "id">[] {
	const path = `/deals/${deal.id}`;
	const { locale } = person;
	const says = [
		`${deal.name}: ${deal.account?.name ?? ""} ${deal.stage.name}`,
		deal.amount
			? formatMoney({ amountMinor: BigInt(deal.amount.amountMinor), currency: deal.amount.currency }, locale, {
					whole: true,
				})
			: "",
		deal.status === "open" ? "" : t(deal.status === "won" ? "slack.won" : "slack.lost"),
		deal.closeDate ? formatDay(deal.closeDate, locale) : "",
		deal.owner?.name ?? "",
		deal.nextStep ?? "",
	];
	const plain = { path, name: deal.name, text: says.filter(Boolean).join(", ") };
	return [plain, ...(deal.probability ? ofView(deal.probability, path, deal.name) : [])];
}

function ofLead(lead: LeadJson): Omit<ChatFact, "id">[] {
	const path = `/leads/${lead.id}`;
	const says = [lead.name, lead.company ?? "", lead.title ?? "", lead.industry ?? "", lead.owner?.name ?? ""];
	const plain = { path, name: lead.name, text: says.filter(Boolean).join(", ") };
	return [plain, ...(lead.score ? ofView(lead.score, path, lead.name) : [])];
}

/** The words of a view, as everywhere: value and range, then its reasons, then what to do. */
function ofView({ title, text, parts, action }: View, path: string, name: string): Omit<ChatFact, "id">[] {
	const value = [`${title}: ${text.value} ${text.label}`, text.interval, text.sample, text.direction, text.state];
	const reasons = parts
		.toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)))
		.slice(0, MOST_PARTS)
		.map((part) => `${part.amount} ${part.text}`);
	return [
		{ path, name, text: value.filter(Boolean).join(". ") },
		...reasons.map((reason) => ({ path, name, text: `${title}: ${reason}` })),
		{ path, name, text: action ? `${title}: ${action.text} ${action.why}` : "" },
	];
}
