import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { percent, table } from "../benchmark.ts";
import { readLoanFunnel } from "../loan-funnel.ts";
import { learnedFunnel, readFunnelEvents } from "./funnel-learner.ts";
import { finalWins, winsWithin } from "./funnel-snapshots.ts";
import { type Judged, judgedMetrics, judgedTable, reliabilityTables } from "./judged.ts";
import { readLeads } from "./lead-conversion.ts";
import { learnAndJudge } from "./learn-and-judge.ts";
import { mavenDrivers, mavenJudging, readMaven } from "./maven.ts";
import { mavenAtCreation } from "./maven-control.ts";
import { measureLeads, measureRenamed } from "./measure-leads.ts";
import { scoreMany, trainBesideSklearn } from "./speed.ts";
import { readWinLoss, winLossCases } from "./win-loss.ts";

const FINAL_DAYS = ["2011-12-05", "2011-12-12", "2011-12-19"];
const WITHIN_DAYS = ["2011-12-12", "2011-12-19", "2011-12-26"];
const AIMS = { winLossHashAll: 0.94, winLossHashFlight: 0.927, winLossHashCreation: 0.832, winLossOrderAll: 0.865 };

/** Probabilities of deals and leads against what became of them; nothing about a data set is chosen by hand. */
export async function run({ data, smoke, progress }: BenchmarkContext): Promise<BenchmarkReport | null> {
	const funnel = await readLoanFunnel(data);
	const events = await readFunnelEvents(data);
	const oldMaven = await mavenAtCreation(data);
	const maven = await readMaven(data);
	const leads = await readLeads(data);
	const deals = await readWinLoss(data, smoke ? 20 : 1);
	if (!funnel || !events || !oldMaven || !maven || !leads || !deals) return null;

	progress("loan funnel");
	const finalDays = smoke ? FINAL_DAYS.slice(-1) : FINAL_DAYS;
	const withinDays = smoke ? WITHIN_DAYS.slice(-1) : WITHIN_DAYS;
	const final = finalWins(funnel, finalDays);
	const within = winsWithin(funnel, withinDays, 28);
	const funnelJudged: Judged[] = [
		{
			key: "learnedFinal",
			name: "loan funnel, won in the end: **learned**",
			scored: learnedFunnel(funnel, events, finalDays, null),
		},
		{ key: "funnelFinal", name: "loan funnel, won in the end: stage × age", scored: final.model },
		{ key: "", name: "loan funnel, won in the end: win rate so far", scored: final.baseRate, aside: true },
		{
			key: "learnedWithin28",
			name: "loan funnel, won within 28 days: **learned**",
			scored: learnedFunnel(funnel, events, withinDays, 28),
		},
		{ key: "funnelWithin28", name: "loan funnel, won within 28 days: stage × age", scored: within.model },
		{ key: "", name: "loan funnel, won within 28 days: win rate so far", scored: within.baseRate, aside: true },
	];

	progress("Maven");
	const mavenLearned = learnAndJudge(mavenJudging(maven));
	const drivers = mavenDrivers(maven);
	const mavenJudged: Judged[] = [
		{
			key: "mavenLearned",
			name: `Maven, at creation: **learned** (${mavenLearned.model.champion})`,
			scored: mavenLearned.scored,
		},
		{ key: "mavenAtCreation", name: "Maven, at creation: stage × age", scored: oldMaven },
	];

	progress("leads");
	const lead = measureLeads(smoke ? leads.filter((_, k) => k % 4 === 0) : leads);
	const renamed = measureRenamed(lead.judging, lead.judged[0]?.scored ?? [], lead.model);
	const many = scoreMany(lead.model, lead.judging.test, smoke ? 5000 : 100_000);

	const cases = smoke ? winLossCases(deals).slice(-2) : winLossCases(deals);
	const dealJudged: (Judged & { seconds: number; champion: string })[] = [];
	for (const { key, name, judging } of cases) {
		progress(name);
		const { scored, seconds, model } = learnAndJudge(judging);
		dealJudged.push({ key, name, scored, seconds, champion: model.champion });
	}
	progress("speed");
	const beside = await trainBesideSklearn((cases[0] as (typeof cases)[number]).judging);

	const dealMetrics = judgedMetrics(dealJudged);
	const all = [...dealJudged, ...funnelJudged, ...mavenJudged, ...lead.judged];
	return {
		title: "Scoring of deals and leads",
		body: [
			"Every figure is on rows that nothing was learnt from. The learner is that of `npm run engine -- classify`: it finds types, features and the kind of model by itself, on the training rows alone.",
			"## IBM deals",
			"The labelled part of IBM's sample. By hash: a quarter kept back by hash of the opportunity number, repeats together. By order: the newest fifth by opportunity number, which only stands for time. All: with columns known after the end. In flight: without them, though the file has running columns as they were at the end, which flatters. At creation: what is known on the first day.",
			judgedTable(dealJudged),
			aims(dealMetrics),
			accuracyNote(dealJudged, dealMetrics),
			table(
				["", "model", "processor seconds to train, choice of model included"],
				dealJudged.map((j) => [j.name, j.champion, j.seconds.toFixed(1)]),
			),
			"## Loan funnel of the BPI Challenge 2012",
			"Open deals on three Mondays, each judged by a model of what was known that day. Learned: from weekly snapshots before it, with the stage × age table's own answer among the columns; the mean of its log-odds and the table's.",
			judgedTable(funnelJudged),
			gains(funnelJudged),
			"## Maven: negative control",
			"A fictitious CRM whose outcomes are next to random: an AUC outside .44–.58, or a driver called significant, would be a mistake. The newest fifth of closed deals, judged at creation by what was closed before.",
			judgedTable(mavenJudged),
			`Drivers of winning at a false discovery rate of 5 %: ${drivers.significant.length} of ${drivers.looked} columns${drivers.significant.length > 0 ? ` (${drivers.significant.join(", ")})` : ""}.`,
			"## Leads of X-Education",
			"A fifth kept back by hash of the prospect's id; without what is typed in after the call (Tags, Lead Quality, Lead Profile, Asymmetrique*) and without Last (Notable) Activity.",
			judgedTable(lead.judged),
			lead.table,
			`Columns and categories under other names change no probability by more than ${renamed.toExponential(1)}.`,
			"## Speed",
			"Processor seconds on one thread.",
			beside?.table ?? "Beside scikit-learn: not measured, it is not installed.",
			many.table,
			`One score takes ${(many.metrics["scoreOneMs"] ?? 0).toFixed(3)} ms. Base and reasons add up to the log-odds to ${many.worstGap.toExponential(1)} at worst.`,
			"## Reliability",
			"Of records in each tenth of the forecast, how many it came true for.",
			reliabilityTables(all),
		].join("\n\n"),
		metrics: {
			...judgedMetrics(all),
			...Object.fromEntries(dealJudged.map((j) => [`${j.key}TrainSeconds`, Number(j.seconds.toFixed(1))])),
			mavenDriversSignificant: drivers.significant.length,
			...lead.metrics,
			renamedGreatestChange: renamed,
			...many.metrics,
			...beside?.metrics,
		},
	};
}

function aims(metrics: Record<string, number>): string {
	return table(
		["aim", "AUC aimed at", "measured", ""],
		Object.entries(AIMS)
			.filter(([key]) => metrics[`${key}Auc`] !== undefined)
			.map(([key, aim]) => {
				const auc = metrics[`${key}Auc`] ?? 0;
				return [key, aim.toFixed(3), auc.toFixed(4), auc >= aim ? "reached" : "not reached"];
			}),
	);
}

function accuracyNote(judged: Judged[], metrics: Record<string, number>): string {
	const list = (isReached: boolean): string =>
		judged
			.filter((j) => (metrics[`${j.key}Accuracy`] ?? 0) >= 0.85 === isReached)
			.map((j) => `${j.name.replace("IBM deals ", "")} (${percent(metrics[`${j.key}Accuracy`] ?? null)})`)
			.join("; ");
	return `85 % accuracy is reached: ${list(true) || "nowhere"}. Not reached: ${list(false) || "nowhere"}.`;
}

function gains(judged: Judged[]): string {
	const metrics = judgedMetrics(judged);
	const line = (name: string, learned: string, plain: string): (string | number)[] => {
		const loss = (metrics[`${plain}LogLoss`] ?? 0) - (metrics[`${learned}LogLoss`] ?? 0);
		const auc = (metrics[`${learned}Auc`] ?? 0) - (metrics[`${plain}Auc`] ?? 0);
		return [name, loss.toFixed(4), auc.toFixed(4), loss > 0 && auc > 0 ? "better" : "not better"];
	};
	return table(
		["learned against stage × age", "log-loss less by", "AUC more by", ""],
		[
			line("won in the end", "learnedFinal", "funnelFinal"),
			line("won within 28 days", "learnedWithin28", "funnelWithin28"),
		],
	);
}
