import type { GradeReportJson } from "../../core/contract/lead-grades.ts";
import type { LeadGradeJson } from "../../core/contract/leads.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { LeadGrade } from "../../core/model/lead.ts";
import { type GradeSettings, gradeBounds } from "../../core/scoring/lead-grade.ts";
import { rateInterval } from "../../core/stats/shrinkage.ts";
import type { GradeCounts, GradeWeek } from "../db/lead-grades.ts";
import type { LeadGradeRow, LeadRow } from "../db/leads.ts";
import { showNumber, showPercent, showPercentRange } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** A person's word is asked for again after so long. */
const SAID_MS = 30 * DAY_MS;

/** The grade that holds: a person's word before what was found. */
export function gradeOf({ said, found }: LeadGradeRow): LeadGrade | null {
	return said?.grade ?? found;
}

/** What stands for the grade of a lead that has just come. */
export function notGradedYet({ now }: Pick<LeadRow, "now">): LeadGradeRow {
	const unknown = { chance: null, low: null, high: null, n: 0, said: null };
	return { found: null, by: "nothing", rule: null, asOf: now, since: now, ...unknown };
}

/** A lead's grade with what it rests on, in words. */
export function gradeJson(row: LeadRow, grade: LeadGradeRow, viewer: Viewer): LeadGradeJson {
	const { said, chance, low, high, n } = grade;
	const holds = gradeOf(grade);
	return {
		grade: holds,
		label: say(viewer, holds ? `leadGrade.${holds}` : "leadGrade.none"),
		found: grade.found,
		foundBy: grade.by,
		text: foundText(grade, viewer),
		chance: chance === null || low === null || high === null ? null : { value: chance, low, high, n },
		asOf: new Date(grade.asOf).toISOString(),
		since: new Date(grade.since).toISOString(),
		said: said && {
			grade: said.grade,
			reason: said.reason,
			by: said.by,
			at: new Date(said.at).toISOString(),
			asksAgain: said.status !== row.status || row.now - said.at > SAID_MS,
		},
	};
}

function foundText({ by, found, chance, low, high, n, rule }: LeadGradeRow, viewer: Viewer): string {
	if (found === null) return say(viewer, "grade.why.nothing");
	const grade = say(viewer, `leadGrade.${found}`);
	if (by === "rule") return say(viewer, "grade.why.rule", { grade, rule: rule ?? "" });
	if (chance === null || low === null || high === null) return say(viewer, "grade.why.place", { grade });
	const { locale } = viewer;
	return say(viewer, by === "capacity" ? "grade.why.capacity" : "grade.why.chance", {
		grade,
		share: showPercent(Math.round(chance * 100), locale),
		range: showPercentRange(low, high, locale),
		n,
	});
}

/** How all leads in sight are graded, with the share in words. */
export function gradeReportJson(
	given: {
		settings: GradeSettings;
		updatedAt: Instant | null;
		ofAll: { share: number; n: number } | null;
		counts: GradeCounts;
		outcomes: { grade: LeadGrade; ended: number; converted: number }[];
		weeks: GradeWeek[];
		extraFields: string[];
		asOf: Instant;
	},
	viewer: Viewer,
): GradeReportJson {
	const { settings, updatedAt, ofAll, counts, outcomes, weeks, asOf } = given;
	return {
		settings: {
			...settings,
			rules: settings.rules.map((rule) => ({ ...rule, when: rule.when.map((when) => ({ ...when })) })),
		},
		updatedAt: updatedAt === null ? null : new Date(updatedAt).toISOString(),
		bounds: gradeBounds(settings, ofAll?.share ?? null),
		ofAll,
		counts: { ...counts, none: counts.open - counts.hot - counts.warm - counts.cold },
		text: shareText(counts, viewer),
		outcomes: (["hot", "warm", "cold"] as const).map((grade) => {
			const { ended = 0, converted = 0 } = outcomes.find((o) => o.grade === grade) ?? {};
			const share = ended > 0 ? converted / ended : null;
			const range = share === null ? null : rateInterval(share, ended);
			return { grade, ended, converted, share, interval: range };
		}),
		weeks: weeks.map(({ at, ...week }) => ({ at: new Date(at).toISOString(), ...week })),
		extraFields: given.extraFields,
		asOf: new Date(asOf).toISOString(),
	};
}

/** "12 % of 340 open leads are hot". */
export function shareText({ open, hot }: Pick<GradeCounts, "open" | "hot">, viewer: Viewer): string {
	if (open === 0) return say(viewer, "grade.noLeads");
	const { locale } = viewer;
	const share = showPercent(Math.round((hot / open) * 100), locale);
	return say(viewer, "grade.share", { share, open: showNumber(open, locale), count: open });
}
