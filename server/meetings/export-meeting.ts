import type { MeetingPageJson, MeetingSummaryJson } from "../../core/contract/meeting-page.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { direction } from "../../core/words/locales.ts";
import type { KeptSegment } from "../db/meeting-words.ts";
import { openPdf } from "../reports/pdf-page.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** A meeting as it is written into a file: for its reader, with nothing that they do not see on its page. */
interface Exported {
	page: MeetingPageJson;
	summary: MeetingSummaryJson;
	segments: readonly KeptSegment[];
}

/** One part of the written summary. */
interface Part {
	heading: string;
	lines: string[];
}

/** The file of a meeting. */
export async function exportMeeting(
	given: Exported,
	format: "pdf" | "html" | "json",
	viewer: Viewer,
	at: number,
): Promise<{ mediaType: string; content: string | Uint8Array }> {
	const said = given.segments.map(({ speakerId, start, text }) => {
		const who = given.page.participants.find((p) => p.speakerId === speakerId)?.name ?? speakerId ?? "–";
		return { who, at: clock(start), text };
	});
	if (format === "json") {
		const { page, summary, segments } = given;
		return {
			mediaType: "application/json; charset=utf-8",
			content: `${JSON.stringify({ meeting: page, summary, segments }, null, "\t")}\n`,
		};
	}
	const parts = partsOf(given, viewer);
	const about = aboutOf(given.page, viewer);
	if (format === "html")
		return { mediaType: "text/html; charset=utf-8", content: htmlOf(given.page.title, about, parts, said, viewer) };
	return { mediaType: "application/pdf", content: await pdfOf(given.page.title, about, parts, viewer, at) };
}

function partsOf({ summary }: Exported, viewer: Viewer): Part[] {
	const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);
	const parts: [string, string[]][] = [
		["stats", summary.stats.map(({ label, text }) => `${label}: ${text}`)],
		["takeaways", summary.takeaways.map(({ label, text }) => (label === null ? text : `${label}: ${text}`))],
		[
			"actions",
			summary.actions
				.filter(({ status }) => status !== "dismissed")
				.map(({ text, ownerName, dueOn }) => [text, ownerName, dueOn].filter((x) => x !== null).join(" · ")),
		],
		["wentWell", texts(summary.wentWell)],
		["improve", texts(summary.improve)],
		["now", texts(summary.now)],
		["next", texts(summary.next)],
		["moments", summary.moments.map(({ label, quote, atSec }) => `${clock(atSec ?? 0)} ${label}: “${quote}”`)],
		["slots", summary.slots.filter(({ level }) => level > 0).map(slotLine)],
		["insights", summary.insights.map(({ label, quote }) => `${label}: “${quote}”`)],
		[
			"tips",
			summary.tips.map(({ text, quote, line }) => [text, `“${quote}”`, line?.title].filter(Boolean).join(" · ")),
		],
		["criteria", summary.criteria.map(({ label, text }) => `${label}: ${text}`)],
		["notes", texts(summary.notes)],
		["email", summary.email ? [summary.email.subject, ...summary.email.body.split("\n")] : []],
	];
	return parts
		.filter(([, lines]) => lines.length > 0)
		.map(([code, lines]) => ({ heading: say(viewer, `meeting.part.${code}`), lines }));
}

function slotLine({ label, levelText, quote }: MeetingSummaryJson["slots"][number]): string {
	return quote === null ? `${label}: ${levelText}` : `${label}: ${levelText} · “${quote}”`;
}

function aboutOf(page: MeetingPageJson, viewer: Viewer): string {
	return [
		formatInstant(Date.parse(page.startsAt), viewer.locale, viewer.zone),
		page.durationSec === null ? null : clock(page.durationSec),
		page.customerName,
		page.deal?.name ?? null,
		page.score?.text.value ?? null,
	]
		.filter((x) => x !== null)
		.join(" · ");
}

function htmlOf(
	title: string,
	about: string,
	parts: readonly Part[],
	said: readonly { who: string; at: string; text: string }[],
	{ locale }: Viewer,
): string {
	const list = (lines: readonly string[]) => `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
	const words = said
		.map(({ who, at, text }) => `<p><b>${escaped(who)}</b> <small>${at}</small><br>${escaped(text)}</p>`)
		.join("\n");
	return `<!doctype html>
<html lang="${escaped(locale)}" dir="${direction(locale)}"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}small{color:#51606a}</style></head>
<body><h1>${escaped(title)}</h1><p>${escaped(about)}</p>
${parts.map(({ heading, lines }) => `<h2>${escaped(heading)}</h2>${list(lines)}`).join("\n")}
<hr>${words}</body></html>
`;
}

const EDGE = 44;
/** So much text at a time fits on what is left of a page, or on the next. */
const PIECE_LETTERS = 280;
const PIECE_LINES = 8;

/** The whole summary on as many printed pages as it takes; what was said is in the other two files. */
async function pdfOf(
	title: string,
	about: string,
	parts: readonly Part[],
	viewer: Viewer,
	at: number,
): Promise<Uint8Array> {
	const pdf = openPdf({ title, locale: viewer.locale, at, direction: direction(viewer.locale) });
	const width = pdf.width - 2 * EDGE;
	let y = EDGE;
	let number = 1;
	const writeNumber = () =>
		pdf.write(
			String(number),
			{ x: EDGE, y: pdf.height - EDGE * 0.7, width },
			{ size: 8, align: "middle", colour: "#51606a" },
		);
	/** `room`: lines that must fit beneath, or it begins on the next page. */
	const write = (text: string, look: Parameters<typeof pdf.write>[2], room: number): void => {
		if (y + room * look.size * 1.3 > pdf.height - EDGE) {
			writeNumber();
			pdf.nextPage();
			number++;
			y = EDGE;
		}
		y += pdf.write(text, { x: EDGE, y, width }, look);
	};
	write(title, { size: 17, isBold: true, most: 2 }, 2);
	write(about, { size: 9, colour: "#51606a", most: 2 }, 2);
	for (const { heading, lines } of parts) {
		y += 7;
		write(heading, { size: 10.5, isBold: true, most: 2 }, 4);
		for (const line of lines)
			for (const [k, piece] of piecesOf(line).entries())
				write(k === 0 ? `• ${piece}` : piece, { size: 8.5, most: PIECE_LINES }, Math.ceil(piece.length / 60) + 1);
	}
	writeNumber();
	return pdf.end();
}

/** A long text in pieces that end where words do. */
function piecesOf(text: string): string[] {
	const pieces: string[] = [];
	let rest = text.trim();
	while (rest.length > PIECE_LETTERS) {
		const space = rest.lastIndexOf(" ", PIECE_LETTERS);
		const at = space > PIECE_LETTERS / 2 ? space : PIECE_LETTERS;
		pieces.push(rest.slice(0, at));
		rest = rest.slice(at).trim();
	}
	return rest === "" ? pieces : [...pieces, rest];
}

/** Minutes and seconds from the meeting's start. */
function clock(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function escaped(text: string): string {
	return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
