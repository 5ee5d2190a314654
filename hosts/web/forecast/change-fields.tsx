import { Field, Input, Select } from "@fluentui/react-components";
import type { ScopeNodeJson } from "../../../core/contract/waterfall.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { ChangeDraft } from "./change-draft.ts";
import { DealPicker } from "./deal-picker.tsx";

/** The fields of one change, by its kind. */
export function ChangeFields(props: {
	draft: ChangeDraft;
	nodes: ScopeNodeJson[];
	set: (changes: Partial<ChangeDraft>) => void;
}) {
	const { t } = useSpeech();
	const { draft, nodes, set } = props;
	const people = nodes.filter((n) => n.kind === "user");
	const teams = nodes.filter((n) => n.kind !== "user" && n.kind !== "unassigned");
	const { kind } = draft;
	const text = (label: string, name: "percent" | "count" | "months" | "amount") => (
		<Field label={label}>
			<Input inputMode="decimal" value={draft[name]} onChange={(_, { value }) => set({ [name]: value })} />
		</Field>
	);
	const day = (label: string) => (
		<Field label={label}>
			<Input type="date" value={draft.day} onChange={(_, { value }) => set({ day: value })} />
		</Field>
	);
	const who = (label: string, list: ScopeNodeJson[], name: "nodeId" | "otherId", none: string) => (
		<Field label={label}>
			<Select value={draft[name]} onChange={(_, { value }) => set({ [name]: value })}>
				<option value="">{none}</option>
				{list.map((n) => (
					<option key={n.nodeId} value={n.nodeId}>
						{n.name}
					</option>
				))}
			</Select>
		</Field>
	);
	const deal = (
		<DealPicker label={t("scenarios.deal")} chosen={draft.deal} onChoose={(chosen) => set({ deal: chosen })} />
	);
	const all = nodes.filter((n) => n.kind !== "unassigned");
	switch (kind) {
		case "kept":
			return <p className="scenario-kept">{draft.says}</p>;
		case "win_rate":
		case "creation":
		case "cycle":
			return (
				<>
					{text(t("scenarios.percentMore"), "percent")}
					{who(t("scenarios.where"), all, "nodeId", t("scenarios.everywhere"))}
				</>
			);
		case "market":
			return (
				<>
					{text(t("scenarios.marketIndex"), "percent")}
					{who(t("scenarios.where"), all, "nodeId", t("scenarios.everywhere"))}
				</>
			);
		case "deal_won":
		case "deal_lost":
			return deal;
		case "deal_moved":
			return (
				<>
					{deal}
					{day(t("scenarios.closesOn"))}
				</>
			);
		case "hire":
			return (
				<>
					{who(t("scenarios.team"), teams, "nodeId", t("scenarios.choose"))}
					{text(t("scenarios.count"), "count")}
					{day(t("scenarios.startsOn"))}
					{text(t("scenarios.ramp"), "months")}
				</>
			);
		case "leave":
			return (
				<>
					{who(t("scenarios.person"), people, "nodeId", t("scenarios.choose"))}
					{day(t("scenarios.leavesOn"))}
					{who(t("scenarios.dealsTo"), people, "otherId", t("scenarios.nobody"))}
				</>
			);
		case "territory":
			return (
				<>
					{who(t("scenarios.fromPerson"), people, "nodeId", t("scenarios.choose"))}
					{who(t("scenarios.toPerson"), people, "otherId", t("scenarios.choose"))}
					{text(t("scenarios.shareNew"), "percent")}
				</>
			);
		case "quota":
			return (
				<>
					{who(t("scenarios.where"), all, "nodeId", t("scenarios.choose"))}
					{text(t("scenarios.quota"), "amount")}
				</>
			);
	}
}
