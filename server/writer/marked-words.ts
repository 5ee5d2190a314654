import type { KeptWords } from "./word-meeting.ts";

/**
 * A meeting's words as data: each line begins with a mark that nobody in the meeting can know, then its segment and side.
 * The mark stands within the words too, so that no line can pass for ours (spotlighting by datamarking, Hines et al. 2024).
 */
export function markedWords(lines: readonly KeptWords[], mark: string): string {
	return lines
		.map(({ segmentId, who, text }) => `${mark} ${segmentId} ${who}: ${text.replace(/\s+/g, ` ${mark} `)}`)
		.join("\n");
}
