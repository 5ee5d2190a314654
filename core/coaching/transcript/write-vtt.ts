import { writeTime } from "./timestamps.ts";

/** What a written transcript needs of a segment. */
export interface WrittenSegment {
	speaker: string | null;
	start: number;
	end: number;
	text: string;
}

/** WebVTT with a voice for each speaker, which `readTranscript` reads back as it was. */
export function writeVtt(segments: readonly WrittenSegment[]): string {
	const cues = segments.map(({ speaker, start, end, text }) => {
		const said = escapeText(text);
		return `${writeTime(start)} --> ${writeTime(end)}\n${speaker === null ? said : `<v ${escapeText(speaker)}>${said}</v>`}\n`;
	});
	return `WEBVTT\n\n${cues.join("\n")}`;
}

function escapeText(text: string): string {
	return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/-->/g, "--&gt;");
}
