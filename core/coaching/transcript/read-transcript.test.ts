import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTranscript } from "./read-transcript.ts";
import { toSegments } from "./to-segments.ts";
import { writeVtt } from "./write-vtt.ts";

function read(text: string, attendees: string[] = []) {
	const transcript = readTranscript(text, attendees);
	if ("fault" in transcript) throw new Error(transcript.fault);
	return transcript;
}
const said = (text: string, attendees: string[] = []) =>
	read(text, attendees).cues.map((c) => `${c.speaker ?? "–"}|${c.start}|${c.text}`);

describe("a transcript is read whatever wrote it", () => {
	it("Graph's own sample, with single digits in its times", () => {
		expect(said("WEBVTT\n\n0:0:0.0 --> 0:0:5.320\n<v User Name>This is a transcript test.</v>\n")).toEqual([
			"User Name|0|This is a transcript test.",
		]);
	});

	it("Teams: CRLF, ids of uuids, two lines in a cue, entities, a mark of byte order, a start before the start", () => {
		const file =
			"\uFEFFWEBVTT\r\n\r\n6e7c1a2b-0d61-4e8c-9a52-0f3c1d2e4b5a/12-0\r\n-00:00:03.200 --> 00:00:02.100\r\n<v Anna O&#39;Hara>Tom &amp; I agree,\r\nmostly.</v>\r\n\r\n6e7c1a2b-0d61-4e8c-9a52-0f3c1d2e4b5a/13-0\r\n00:00:02.400 --> 00:00:04.000 align:start\r\n<v Ben>Good.\r\n";
		expect(said(file)).toEqual(["Anna O'Hara|-3.2|Tom & I agree, mostly.", "Ben|2.4|Good."]);
	});

	it("Graph's metadata: JSON in a cue, with the language", () => {
		const cue =
			'{"startDateTime":"2026-01-05T10:00:00Z","speakerName":"Zoë","spokenText":"Guten Tag.","spokenLanguage":"de-de"}';
		expect(read(`WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${cue}\n`).cues[0]).toMatchObject({
			speaker: "Zoë",
			text: "Guten Tag.",
			lang: "de-de",
		});
	});

	it("several voices in a cue, with notes and styles between", () => {
		const file =
			"WEBVTT - made here\nKind: captions\n\nNOTE nobody says\nthis\n\nSTYLE\n::cue { color: red }\n\n00:10.000 --> 00:14.000\n<v.loud Mia>Shall we?</v> <v Leo>Yes, let's <i>go</i>.\n";
		expect(said(file)).toEqual([
			"Mia|10|Shall we?",
			expect.stringMatching(/^Leo\|1[12].*Yes, let's go \.$|^Leo.*go\.$/),
		]);
	});

	it("Zoom: names in the text, and a word before a colon that is no name", () => {
		const file =
			"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAna Ruiz: Hello.\n\n2\n00:00:02.500 --> 00:00:04.000\nReminder: we end at ten.\n\n3\n00:00:05.000 --> 00:00:06.000\nAna Ruiz: Yes: we do.\n";
		expect(said(file)).toEqual(["Ana Ruiz|1|Hello.", "–|2.5|Reminder: we end at ten.", "Ana Ruiz|5|Yes: we do."]);
	});

	it("SRT with commas, no blank line between its cues", () => {
		const file = "1\n00:00:01,000 --> 00:00:02,000\nBo: Hi\n2\n00:00:02,500 --> 00:00:03,000\nBo: there\n";
		expect(read(file).format).toBe("srt");
		expect(said(file)).toEqual(["Bo|1|Hi", "Bo|2.5|there"]);
	});

	it("Otter and Teams' page: a head with name and time", () => {
		expect(said("Speaker 1  0:12\nHello there.\nAnd more.\n\nJo Blake  1:02:03\nFine.\n")).toEqual([
			"Speaker 1|12|Hello there. And more.",
			"Jo Blake|3723|Fine.",
		]);
	});

	it("Meet: a time now and then, and names before their words", () => {
		expect(
			said("Attendees\n\n00:00:00\n\nPia: Bonjour.\nMax: Bonjour à vous.\n\n00:05:00\n\nPia: On commence ?\n"),
		).toEqual(["Pia|0|Bonjour.", expect.stringMatching(/^Max\|0\.\d+\|Bonjour à vous\.$/), "Pia|300|On commence ?"]);
	});

	it("times in brackets, before or behind the name", () => {
		expect(said("[00:01] Kim: One.\n[00:04] Lee: Two.\n")).toEqual(["Kim|1|One.", "Lee|4|Two."]);
		expect(said("Kim (00:01): One.\nLee (00:04): Two.\n")).toEqual(["Kim|1|One.", "Lee|4|Two."]);
	});

	it("plain turns without any time are timed by their length, and said to be", () => {
		const { timed, cues } = read("דנה: שלום לכולם\nיוסי: שלום, מה שלומך?\n田中：よろしくお願いします\n", ["田中"]);
		expect(timed).toBe(false);
		expect(cues.map((c) => c.speaker)).toEqual(["דנה", "יוסי", "田中"]);
		expect(cues[1]?.start).toBeGreaterThan(0);
	});

	it("JSON of many shapes, in seconds or milliseconds, and JSON lines", () => {
		const one = { speaker: "A", start: 1, end: 2.5, text: "Hello there" };
		expect(said(JSON.stringify([one]))).toEqual(["A|1|Hello there"]);
		expect(said(`${JSON.stringify(one)}\n${JSON.stringify({ ...one, speaker: "B" })}\n`)).toHaveLength(2);
		expect(
			said(JSON.stringify({ utterances: [{ speaker: "A", start: 1000, end: 2500, text: "Hello there" }] })),
		).toEqual(["A|1|Hello there"]);
		const words = [{ punctuated_word: "Hi", start: 0.5, end: 0.7, speaker: 0 }];
		expect(read(JSON.stringify([{ speaker: 0, words }])).cues[0]).toMatchObject({
			speaker: "Speaker 0",
			start: 0.5,
			words: [["Hi", 0.5, 0.7]],
		});
		const recall = [
			{
				participant: { name: "Eva" },
				words: [{ text: "Ok", start_timestamp: { relative: 3 }, end_timestamp: { relative: 4 } }],
			},
		];
		expect(said(JSON.stringify(recall))).toEqual(["Eva|3|Ok"]);
	});

	it("says what is wrong with what is no transcript", () => {
		expect(readTranscript("  \n")).toEqual({ fault: "empty" });
		expect(readTranscript("WEBVTT\n\n")).toEqual({ fault: "no-speech" });
		expect(readTranscript('{"speaker": "A", "text"')).toEqual({ fault: "broken-json" });
		expect(readTranscript("[]")).toEqual({ fault: "no-speech" });
	});

	it("never fails, whatever it is given", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.json()), (text) => {
				readTranscript(text);
				readTranscript(`WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n`);
			}),
		);
	});

	it("is written as WebVTT and read back the same", () => {
		const word = fc.stringMatching(/^[a-zäéñשלは<>&"]{1,8}$/).filter((w) => !/^<?[/a-z].*>/i.test(w));
		const cue = fc.record({
			speaker: fc.option(fc.stringMatching(/^[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?$/)),
			text: fc.array(word, { minLength: 1, maxLength: 5 }).map((w) => w.join(" ")),
		});
		fc.assert(
			fc.property(fc.array(cue, { minLength: 1, maxLength: 8 }), (cues) => {
				const segments = cues.map((c, k) => ({ ...c, start: k * 2 - 3, end: k * 2 - 2.5 }));
				expect(
					read(writeVtt(segments)).cues.map(({ speaker, start, end, text }) => ({ speaker, start, end, text })),
				).toEqual(segments);
			}),
		);
	});
});

describe("segments of a transcript", () => {
	it("captions that cut a sentence are joined until it ends", () => {
		const cues = [
			{ speaker: "Ann", start: 0, end: 1, text: "When would you", lang: null },
			{ speaker: "ann ", start: 1.2, end: 2, text: "want to start?", lang: null },
			{ speaker: "Ann", start: 2.1, end: 3, text: "Just asking.", lang: null },
		];
		expect(toSegments(cues, () => "rep").map((s) => s.text)).toEqual(["When would you want to start?", "Just asking."]);
	});
});

// Reading that grew with the square of a line's length would take hours here.
it.each([" ", "\t", "\u00a0"])("a line of three hundred thousand blanks is read like any other (%j)", (blank) => {
	const read = readTranscript(`Anna: hello\n\n${blank.repeat(300_000)}Tom: good morning`);
	if ("fault" in read) expect.unreachable(read.fault);
	expect(read.cues.map(({ text }) => text)).toEqual(["hello", "good morning"]);
});
