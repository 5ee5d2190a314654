import type { CoachLanguage } from "./languages.ts";
import { type MoodModel, type PackedMoodModel, unpackMoodModel } from "./learner/mood-model.ts";
import { type PackedTextModel, type TextModel, unpackTextModel } from "./learner/text-model.ts";
import action from "./weights/action.json" with { type: "json" };
import commitment from "./weights/commitment.json" with { type: "json" };
import minutes from "./weights/minutes.json" with { type: "json" };
import mood from "./weights/mood.json" with { type: "json" };
import moodHe from "./weights/mood-he.json" with { type: "json" };
import question from "./weights/question.json" with { type: "json" };

/** What the coach judges with: trained by `npm run train:coaching`, credited in `docs/coaching-models.md`. */
export interface CoachModels {
	question: TextModel;
	commitment: TextModel;
	action: TextModel;
	/** Sums only: how much a sentence is worth minuting. */
	minutes: TextModel;
	mood: MoodModel;
	hebrewMood: MoodModel;
	/** All of their versions in one. */
	version: string;
}

let unpacked: CoachModels | null = null;

/** The shipped models, unpacked once. */
export function coachModels(): CoachModels {
	unpacked ??= {
		question: unpackTextModel(question as unknown as PackedTextModel),
		commitment: unpackTextModel(commitment as unknown as PackedTextModel),
		action: unpackTextModel(action as unknown as PackedTextModel),
		minutes: unpackTextModel(minutes as unknown as PackedTextModel),
		mood: unpackMoodModel(mood as unknown as PackedMoodModel),
		hebrewMood: unpackMoodModel(moodHe as unknown as PackedMoodModel),
		version: ["rules-1", question, commitment, action, minutes, mood, moodHe]
			.map((m) => (typeof m === "string" ? m : m.version))
			.join("+"),
	};
	return unpacked;
}

/** The mood model for a language; Japanese has none and goes by its words. */
export function moodModelOf(models: CoachModels, lang: CoachLanguage): MoodModel | null {
	return lang === "he" ? models.hebrewMood : lang === "ja" ? null : models.mood;
}
