import type { ImportFileJson, ImportJson, ImportQuestion } from "../../core/contract/imports.ts";
import type { Draft } from "../../core/intake/draft.ts";
import { FIELDS } from "../../core/intake/fields.ts";
import type { PreviewRow } from "../../core/intake/preview.ts";
import type { Question } from "../../core/intake/questions.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { isPlainDate } from "../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { formatNumber } from "../../core/words/format-number.ts";
import type { ImportDescription } from "../intake/import-service.ts";
import { say, type Viewer } from "./viewer.ts";

const MOST_RESPELLED = 5;

/** An import as the wizard shows it, in the viewer's words. */
export function importView(given: ImportDescription, viewer: Viewer, now: number): ImportJson {
	const { rows, entities } = given.counts;
	return {
		id: given.id,
		name: given.name,
		state: given.state,
		isStopping: given.isStopping,
		files: given.files.map((file) => fileView(given, file, viewer)),
		questions: given.questions.map((question) => questionView(question, viewer)),
		answers: given.answers,
		notes: notesOf(given, viewer),
		counts: entities,
		rejected: rows.rejected,
		rowsPerSecond: speedOf(given, now),
		error:
			given.error &&
			say(viewer, `import.file.${given.error.code}`, { ...given.error.params, file: given.error.file ?? "" }),
		createdAt: new Date(given.createdAt).toISOString(),
		finishedAt: given.finishedAt === null ? null : new Date(given.finishedAt).toISOString(),
	};
}

function speedOf({ startedAt, finishedAt, counts }: ImportDescription, now: number): number | null {
	if (startedAt === null || counts.rows.read === 0) return null;
	const seconds = ((finishedAt ?? now) - startedAt) / 1000;
	return seconds > 0 ? Math.round(counts.rows.read / seconds) : null;
}

function fileView(given: ImportDescription, file: ImportDescription["files"][number], viewer: Viewer): ImportFileJson {
	const plan = given.plan.sheets[file.position];
	const profile = given.sheets[file.position]?.profile;
	const fields = plan?.entity ? FIELDS[plan.entity].map(({ field }) => field) : [];
	return {
		id: file.id,
		name: file.name,
		sheet: file.sheet,
		entity: plan?.entity ?? null,
		rowsTotal: file.rowsTotal,
		rowsDone: file.rowsDone,
		state: file.state as ImportFileJson["state"],
		columns: (plan?.columns ?? []).map(({ index, header, field, confidence }) => {
			const seen = profile?.columns[index];
			return {
				name: header,
				type: seen?.type ?? "text",
				field,
				confidence,
				examples: seen?.samples ?? [],
				blanks: seen?.blanks ?? 0,
			};
		}),
		fields: fields.map((field) => ({ value: field, label: say(viewer, `field.${field}`) })),
		preview: (given.preview[file.position]?.rows ?? []).map((row) => previewOf(row, given.plan.currency, viewer)),
	};
}

function previewOf(row: PreviewRow, currency: string, viewer: Viewer): Record<string, string> {
	if (row.reject) {
		return { [say(viewer, "import.notTaken")]: say(viewer, `reject.${row.reject.code}`, row.reject.params) };
	}
	const shown: Record<string, string> = {};
	const main = row.drafts.find((draft) => !draft.implied);
	if (main) {
		const paidIn = typeof main.fields["currency"] === "string" ? main.fields["currency"] : currency;
		for (const [field, value] of Object.entries(main.fields)) {
			if (field === "currency" || value === null) continue;
			shown[say(viewer, `field.${field}`)] = textOf(field, value, paidIn, viewer);
		}
		for (const [field, link] of Object.entries(main.links)) {
			if (!link) continue;
			const linked = row.drafts.find((draft) => draft.entity === link.entity && draft.key === link.key);
			shown[say(viewer, `field.${field.replace(/Id$/, "")}`)] = nameOf(linked) ?? link.key.replace(/^\w+:/, "");
		}
	}
	for (const { field, value, at } of row.steps) {
		shown[say(viewer, `field.${field === "stageId" ? "stage" : field}`)] =
			value === null ? "" : textOf(field, value, currency, viewer);
		shown[say(viewer, "field.changedAt")] = formatInstant(at, viewer.locale, viewer.zone);
	}
	return shown;
}

function nameOf(draft: Draft | undefined): string | null {
	const name = draft?.fields["name"];
	return typeof name === "string" ? name : null;
}

function textOf(field: string, value: JsonValue, currency: string, { locale, zone }: Viewer): string {
	if (field.endsWith("Minor")) return formatMoney({ amountMinor: BigInt(String(value)), currency }, locale);
	if (field.endsWith("At") && typeof value === "number") return formatInstant(value, locale, zone);
	if (typeof value === "string" && isPlainDate(value)) return formatDay(value, locale);
	if (typeof value === "number") return formatNumber(value, locale, 4);
	return String(value);
}

function questionView(question: Question, viewer: Viewer): ImportQuestion {
	const { id, code, params, kind, suggested, reason } = question;
	return {
		id,
		text: say(viewer, `question.${code}`, params),
		why: say(viewer, `question.reason.${reason.code}`, reason.params),
		kind:
			kind === "stages" || kind === "leadStatuses"
				? "stages"
				: optionsOf(question, viewer).length > 0
					? "choice"
					: "text",
		options: optionsOf(question, viewer),
		suggested,
	};
}

function optionsOf({ kind, options }: Question, viewer: Viewer): ImportQuestion["options"] {
	if (kind === "yesNo") {
		return [
			{ value: "true", label: say(viewer, "question.option.yes") },
			{ value: "false", label: say(viewer, "question.option.no") },
		];
	}
	if (kind === "month") {
		const month = new Intl.DateTimeFormat(viewer.locale, { month: "long", timeZone: "UTC" });
		return Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: month.format(Date.UTC(2026, i, 15)) }));
	}
	return options.map(({ value, code, params }) => ({
		value: String(value),
		label: say(viewer, `question.option.${code}`, params),
	}));
}

function notesOf({ joins, faults, counts }: ImportDescription, viewer: Viewer): string[] {
	const notes = faults.map(({ file, code, params }) => say(viewer, `import.file.${code}`, { ...params, file }));
	for (const { from, to, matched, respelled, unmatched } of joins) {
		notes.push(say(viewer, "import.noted.join", { from, to, matched }));
		for (const spelling of respelled.slice(0, MOST_RESPELLED)) {
			notes.push(say(viewer, "import.noted.respelled", { ...spelling }));
		}
		if (unmatched.length > 0) notes.push(say(viewer, "import.noted.unmatched", { to, names: unmatched.join(", ") }));
	}
	for (const [code, count] of Object.entries(counts.warnings)) {
		if (count > 0) notes.push(say(viewer, `import.noted.${code}`, { count }));
	}
	return notes;
}
