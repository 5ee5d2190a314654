import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dataFile, dataFolder } from "../data-folder.ts";
import { ami } from "./corpora.ts";
import {
	actionExamples,
	commitmentExamples,
	fitMoodTask,
	fitTask,
	hebrewTexts,
	minuteExamples,
	moodTexts,
	questionExamples,
	TRAINING,
} from "./tasks.ts";

/** Trains what the coach ships, only on data that may ship, and writes it to `core/coaching/weights`. Same data, same files. */
const { values } = parseArgs({ options: { data: { type: "string" } } });
const data = dataFolder(values.data);
process.exitCode = dataFile(data, "speech", "ami") ? await train(data ?? "") : missing();

async function train(folder: string): Promise<number> {
	const keep = async (name: string, model: unknown): Promise<void> => {
		const text = `${JSON.stringify(model, null, "\t")}\n`;
		await writeFile(join(import.meta.dirname, "../../core/coaching/weights", `${name}.json`), text);
		process.stderr.write(`${name}: ${Math.round(text.length / 1000)} kB\n`);
	};
	const ICSI = "ICSI Meeting Recorder Dialogue Act Corpus, CC BY 4.0";
	const AMI = "AMI Meeting Corpus, CC BY 4.0";
	await keep(
		"question",
		fitTask(questionExamples(folder), TRAINING.question, [ICSI, AMI, "CraigslistBargain, MIT", "CaSiNo, CC BY 4.0"]),
	);
	await keep(
		"commitment",
		fitTask(commitmentExamples(folder), TRAINING.commitment, ["EmailIntentDataSet, Apache-2.0"]),
	);
	const meetings = ami(folder).map(actionExamples);
	const meetingOf = meetings.flatMap((m, k) => m.map(() => k));
	await keep(
		"action",
		fitTask(meetings.flat(), TRAINING.action, [AMI], (k) => (meetingOf[k] ?? 0) % 5),
	);
	await keep(
		"minutes",
		fitTask(ami(folder).flatMap(minuteExamples), TRAINING.minutes, [AMI], (k) => (meetingOf[k] ?? 0) % 5),
	);
	await keep("mood", fitMoodTask(moodTexts(folder), TRAINING.mood, [0], ["XLM-T sentiment, Apache-2.0"]));
	await keep(
		"mood-he",
		fitMoodTask(hebrewTexts(folder), TRAINING.hebrewMood, [0, 0.5, 1, 1.5, 2], ["Hebrew-Sentiment-Data, MIT"]),
	);
	return 0;
}

function missing(): number {
	process.stderr.write("The speech data are not there (--data FOLDER or COURTSIDE_DATA): nothing trained.\n");
	return 2;
}
