import { Button, Field, Input, Radio, RadioGroup, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { ImportJson, ImportQuestion } from "../../core/contract/imports.ts";
import { useSpeech } from "../kit/kit-words.tsx";

/** What no file answers: each question with the answer we would give, and why. Unanswered ones take that answer. */
export function ImportQuestions(props: { import: ImportJson; answer: (answers: Record<string, unknown>) => void }) {
	const { t } = useSpeech();
	const { questions, answers } = props.import;
	return (
		<section aria-labelledby="questions-title">
			<h2 id="questions-title">{t("import.questions", { count: questions.length })}</h2>
			<p className="cs-muted">{t("import.questionsSay")}</p>
			<ol className="questions">
				{questions.map((question) => (
					<li key={question.id}>
						<Question
							question={question}
							given={answers[question.id] ?? question.suggested}
							answer={(value) => props.answer({ [question.id]: value })}
						/>
						<p className="cs-sub">{t("import.because", { why: question.why })}</p>
					</li>
				))}
			</ol>
		</section>
	);
}

interface QuestionProps {
	question: ImportQuestion;
	given: unknown;
	answer: (value: unknown) => void;
}

/** The shape of the suggested answer decides how it is asked for. */
function Question(props: QuestionProps) {
	const { question, given } = props;
	if (Array.isArray(given)) return <StagesQuestion {...props} />;
	if (typeof given === "object" && given !== null) return <WordsQuestion {...props} />;
	const same = (value: string) => (typeof question.suggested === "string" ? value : typed(value, question.suggested));
	if (question.options.length > 0 && question.options.length <= 4) {
		return (
			<Field label={question.text}>
				<RadioGroup value={String(given)} onChange={(_, d) => props.answer(same(d.value))}>
					{question.options.map((option) => (
						<Radio key={option.value} value={option.value} label={option.label} />
					))}
				</RadioGroup>
			</Field>
		);
	}
	if (question.options.length > 0) {
		return (
			<Field label={question.text} className="short-field">
				<Select value={String(given)} onChange={(_, d) => props.answer(same(d.value))}>
					{question.options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</Select>
			</Field>
		);
	}
	return <TextQuestion {...props} />;
}

function typed(value: string, like: unknown): unknown {
	if (typeof like === "number") return Number(value);
	if (typeof like === "boolean") return value === "true" || value === "yes";
	return value;
}

function TextQuestion({ question, given, answer }: QuestionProps) {
	const [text, setText] = useState(String(given ?? ""));
	return (
		<Field label={question.text} className="short-field">
			<Input
				value={text}
				onChange={(_, d) => setText(d.value)}
				onBlur={() => text !== String(given ?? "") && answer(typed(text.trim(), question.suggested))}
			/>
		</Field>
	);
}

interface StageAnswer {
	name: string;
	kind: string;
	position: number;
}
const STAGE_KINDS = ["open", "won", "lost", "skip"] as const;

/** Which stages mean won or lost, and in which order the open ones come. */
function StagesQuestion({ question, given, answer }: QuestionProps) {
	const { t } = useSpeech();
	const stages = (given as StageAnswer[]).toSorted((a, b) => a.position - b.position);
	const send = (next: StageAnswer[]) => answer(next.map((s, position) => ({ ...s, position })));
	const move = (from: number, to: number) => {
		const next = [...stages];
		const [stage] = next.splice(from, 1);
		if (stage) next.splice(to, 0, stage);
		send(next);
	};
	return (
		<fieldset className="stages">
			<legend>{question.text}</legend>
			<ol>
				{stages.map((stage, i) => (
					<li key={stage.name}>
						<span>{stage.name}</span>
						<Select
							aria-label={t("import.stageMeans", { stage: stage.name })}
							value={stage.kind}
							onChange={(_, d) => send(stages.map((s) => (s === stage ? { ...s, kind: d.value } : s)))}
						>
							{STAGE_KINDS.map((kind) => (
								<option key={kind} value={kind}>
									{question.options.find((o) => o.value === kind)?.label ?? t(`stageKind.${kind}`)}
								</option>
							))}
						</Select>
						<Button
							appearance="subtle"
							disabled={i === 0}
							onClick={() => move(i, i - 1)}
							aria-label={t("import.stageUp", { stage: stage.name })}
						>
							↑
						</Button>
						<Button
							appearance="subtle"
							disabled={i === stages.length - 1}
							onClick={() => move(i, i + 1)}
							aria-label={t("import.stageDown", { stage: stage.name })}
						>
							↓
						</Button>
					</li>
				))}
			</ol>
		</fieldset>
	);
}

/** The company's own words, each with ours for it. */
function WordsQuestion({ question, given, answer }: QuestionProps) {
	const words = given as Record<string, string>;
	return (
		<fieldset className="stages">
			<legend>{question.text}</legend>
			<ol>
				{Object.entries(words).map(([word, meaning]) => (
					<li key={word}>
						<span>{word}</span>
						<Select aria-label={word} value={meaning} onChange={(_, d) => answer({ ...words, [word]: d.value })}>
							{question.options.map((option) => (
								<option key={option.value} value={option.value}>
									{option.label}
								</option>
							))}
						</Select>
					</li>
				))}
			</ol>
		</fieldset>
	);
}
