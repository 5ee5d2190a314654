import { Button, Field, Textarea } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { CodeBlock } from "../code-block.tsx";
import { EXAMPLES } from "../graphql/examples.ts";
import { type GraphAnswer, isSubscription, runGraphql } from "../graphql/run-graphql.ts";
import { SchemaBrowser } from "../graphql/schema-browser.tsx";
import { Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import "./graphql.css";

/** What is shown of a stream: the newest few. */
const KEPT = 20;

/** A place to try GraphQL: examples, a question, its answer, and what there is to ask. */
export function GraphqlPage() {
	const { t } = useSpeech();
	const [query, setQuery] = useState(EXAMPLES[0]?.query ?? "");
	const [variables, setVariables] = useState(EXAMPLES[0]?.variables ?? "");
	const run = useRun();
	const start = () => void run.start(query, variables);
	const keys = (event: KeyboardEvent) => {
		if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		start();
	};
	return (
		<Page title={t("graph.title")} heading={t("graph.heading")} above={<SettingsWays />}>
			<p className="page-sub cs-muted">{t("graph.says")}</p>
			<div className="stack">
				<section aria-labelledby="examples-title">
					<h2 id="examples-title">{t("graph.examples")}</h2>
					<div className="row">
						{EXAMPLES.map((example) => (
							<Button
								key={example.word}
								onClick={() => {
									setQuery(example.query);
									setVariables(example.variables);
								}}
							>
								{t(example.word)}
							</Button>
						))}
					</div>
				</section>
				<div className="graph-bench">
					<div className="graph-ask">
						<Field label={t("graph.query")} hint={t("graph.queryHint")}>
							<Textarea
								className="graph-code"
								rows={18}
								dir="ltr"
								spellCheck={false}
								value={query}
								onChange={(_, d) => setQuery(d.value)}
								onKeyDown={keys}
							/>
						</Field>
						<Field
							label={t("graph.variables")}
							{...(run.isNotJson && { validationMessage: t("graph.notJson", { example: `{ "first": 5 }` }) })}
						>
							<Textarea
								className="graph-code"
								rows={3}
								dir="ltr"
								spellCheck={false}
								value={variables}
								onChange={(_, d) => setVariables(d.value)}
								onKeyDown={keys}
							/>
						</Field>
						<div className="row">
							<Button appearance="primary" onClick={start} disabled={run.state === "asking"}>
								{t("graph.run")}
							</Button>
							{run.state === "listening" && <Button onClick={run.stop}>{t("graph.stop")}</Button>}
						</div>
					</div>
					<Answer run={run} />
				</div>
				<SchemaBrowser />
			</div>
		</Page>
	);
}

function Answer({ run }: { run: ReturnType<typeof useRun> }) {
	const { t, locale } = useSpeech();
	const { answers, state, tookMs } = run;
	return (
		<section aria-labelledby="answer-title" className="stack-tight graph-answer">
			<h2 id="answer-title">{t("graph.answer")}</h2>
			<p role="status" className="cs-muted">
				{state === "listening" && t("graph.listening")}
				{state === "idle" && tookMs !== null && t("graph.took", { ms: formatNumber(tookMs, locale) })}
			</p>
			{state === "asking" && <Progress text={t("graph.running")} done={null} total={null} />}
			{run.fault && <StateNotice state="error" title={t("fault.failed")} />}
			{answers.length === 0 && state === "idle" && !run.fault && <p className="cs-muted">{t("graph.noAnswer")}</p>}
			{answers.map(({ key, faults, text }) => (
				<div key={key} className="stack-tight">
					{faults > 0 && <StateNotice state="stale" title={t("graph.faults", { count: faults })} />}
					<CodeBlock label={t("graph.answer")} text={text} />
				</div>
			))}
		</section>
	);
}

/** A request while it runs: newest answers first. */
function useRun() {
	const { locale } = useSpeech();
	const { session } = usePortal();
	const [answers, setAnswers] = useState<(GraphAnswer & { key: number })[]>([]);
	const [state, setState] = useState<"idle" | "asking" | "listening">("idle");
	const [tookMs, setTook] = useState<number | null>(null);
	const [isNotJson, setNotJson] = useState(false);
	const [fault, setFault] = useState(false);
	const current = useRef<AbortController | null>(null);
	const stop = () => current.current?.abort();
	useEffect(() => () => current.current?.abort(), []);

	async function start(query: string, given: string): Promise<void> {
		const variables = parsed(given);
		setNotJson(variables === null);
		if (variables === null) return;
		stop();
		const abort = new AbortController();
		current.current = abort;
		const began = performance.now();
		setAnswers([]);
		setTook(null);
		setFault(false);
		setState(isSubscription(query) ? "listening" : "asking");
		let count = 0;
		const tell = (answer: GraphAnswer) => {
			const key = count++;
			setAnswers((before) => [{ ...answer, key }, ...before].slice(0, KEPT));
		};
		try {
			await runGraphql(session, { query, variables, locale }, abort.signal, tell);
			setTook(Math.round(performance.now() - began));
		} catch {
			if (!abort.signal.aborted) setFault(true);
		}
		if (current.current === abort) setState("idle");
	}
	return { answers, state, tookMs, isNotJson, fault, start, stop };
}

/** Variables as an object; null when they are none. */
function parsed(given: string): object | null {
	if (given.trim() === "") return {};
	try {
		const value: unknown = JSON.parse(given);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}
