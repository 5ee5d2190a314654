import { Field, Input, Select } from "@fluentui/react-components";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { ACTIVITIES, type ConditionDraft, NUMBER_FIELDS, TEXT_FIELDS, waysToAsk } from "./condition-words.ts";

/** Edits one condition: what it looks at, how, and with what. `extras` are columns of the sources that leads came from. */
export function ConditionFields(props: {
	draft: ConditionDraft;
	extras: readonly string[];
	change: (draft: ConditionDraft) => void;
}) {
	const { t } = useSpeech();
	const { draft, extras, change } = props;
	const ways = waysToAsk(draft.about);
	const about = (next: string) => {
		const possible = waysToAsk(next);
		change({ ...draft, about: next, is: possible.includes(draft.is) ? draft.is : (possible[0] ?? "") });
	};
	return (
		<div className="condition">
			<Field label={t("condition.about")}>
				<Select value={draft.about} onChange={(_, d) => about(d.value)}>
					<optgroup label={t("condition.fields")}>
						{Object.entries({ ...TEXT_FIELDS, ...NUMBER_FIELDS }).map(([field, word]) => (
							<option key={field} value={field}>
								{t(word)}
							</option>
						))}
					</optgroup>
					<optgroup label={t("condition.doings")}>
						{ACTIVITIES.map((kind) => (
							<option key={kind} value={`activity.${kind}`}>
								{t(`condition.activity.${kind}`)}
							</option>
						))}
						<option value="silence">{t("condition.silence")}</option>
					</optgroup>
					{extras.length > 0 && (
						<optgroup label={t("condition.extras")}>
							{extras.map((name) => (
								<option key={name} value={`extra.${name}`}>
									{name}
								</option>
							))}
						</optgroup>
					)}
				</Select>
			</Field>
			{ways.length > 0 && (
				<Field label={t("condition.how")}>
					<Select value={draft.is} onChange={(_, d) => change({ ...draft, is: d.value })}>
						{ways.map((way) => (
							<option key={way} value={way}>
								{t(`condition.is.${way}` as PageWord)}
							</option>
						))}
					</Select>
				</Field>
			)}
			<Values draft={draft} change={change} />
		</div>
	);
}

function Values({ draft, change }: { draft: ConditionDraft; change: (draft: ConditionDraft) => void }) {
	const { t } = useSpeech();
	const { about, is } = draft;
	if (about === "silence") {
		return (
			<Field label={t("condition.days")}>
				<Input type="number" min={1} value={draft.values} onChange={(_, d) => change({ ...draft, values: d.value })} />
			</Field>
		);
	}
	if (is === "between") {
		return (
			<>
				<Field label={t("condition.from")}>
					<Input type="number" value={draft.from} onChange={(_, d) => change({ ...draft, from: d.value })} />
				</Field>
				<Field label={t("condition.to")}>
					<Input type="number" value={draft.to} onChange={(_, d) => change({ ...draft, to: d.value })} />
				</Field>
			</>
		);
	}
	if (!["contains", "oneOf", "endsWith"].includes(is)) return null;
	return (
		<Field label={t("condition.values")}>
			<Input value={draft.values} onChange={(_, d) => change({ ...draft, values: d.value })} />
		</Field>
	);
}
