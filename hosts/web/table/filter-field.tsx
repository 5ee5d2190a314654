import { Button, Field, Input, Select } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import type { TableFilter } from "../../../core/contract/tables/table.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { TextFilter } from "./text-filter.tsx";
import type { TableView } from "./use-table-view.ts";

/** One filter as a field, or two for a range. */
export function FilterField<Row>({ filter, view }: { filter: TableFilter; view: TableView<Row> }) {
	const { words, t } = useSpeech();
	const { ask, set } = view;
	const { name } = filter;
	const label = words(filter.word);
	switch (filter.kind) {
		case "text":
			return (
				<TextFilter
					label={label}
					type={filter.main ? "search" : "text"}
					value={ask[name] ?? ""}
					onSet={(value) => set({ [name]: value }, { typed: true })}
				/>
			);
		case "choice":
			return (
				<Field label={label}>
					<Select
						value={ask[name] ?? filter.usual ?? ""}
						onChange={(_, d) => set({ [name]: d.value === (filter.usual ?? "") ? null : d.value })}
					>
						{filter.usual === undefined && <option value="">{t("list.any")}</option>}
						{filter.options.map((option) => (
							<option key={option.value} value={option.value}>
								{words(option.word)}
							</option>
						))}
					</Select>
				</Field>
			);
		case "person":
		case "team":
		case "stage":
			return (
				<NameChoice kind={filter.kind} label={label} value={ask[name] ?? ""} onSet={(id) => set({ [name]: id })} />
			);
		case "linked":
			if (!ask[name]) return null;
			return (
				<Button icon={<DismissRegular />} onClick={() => set({ [name]: null })}>
					{t("table.without", { what: label })}
				</Button>
			);
		case "day":
			return <Ends filter={filter} view={view} label={label} />;
		default:
			return <Ends filter={filter} view={view} label={label} />;
	}
}

/** Both ends of a range. Shares are typed as percent. */
function Ends<Row>({ filter, view, label }: { filter: TableFilter; view: TableView<Row>; label: string }) {
	const { t } = useSpeech();
	const scale = filter.kind === "share" ? 100 : 1;
	const unit = filter.kind === "share" ? `${label} (%)` : label;
	const ends = [
		[`${filter.name}From`, t("table.from", { what: unit })],
		[`${filter.name}To`, t("table.to", { what: unit })],
	] as const;
	return ends.map(([name, said]) => {
		const value = view.ask[name] ?? "";
		if (filter.kind === "day") {
			return (
				<Field key={name} label={said}>
					<Input type="date" value={value} onChange={(_, d) => view.set({ [name]: d.value })} />
				</Field>
			);
		}
		const typed = (text: string) => (text === "" ? "" : String(Number((Number(text) / scale).toFixed(4))));
		return (
			<TextFilter
				key={name}
				label={said}
				type="number"
				min={0}
				{...(filter.kind === "share" ? { max: 100 } : {})}
				value={value === "" ? "" : String(Number((Number(value) * scale).toFixed(4)))}
				onSet={(text) => view.set({ [name]: typed(text) }, { typed: true })}
			/>
		);
	});
}

/** A choice among people, teams or stages, by name. Left out where there is nobody to choose between. */
function NameChoice(props: {
	kind: "person" | "team" | "stage";
	label: string;
	value: string;
	onSet: (id: string) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { kind, label, value, onSet } = props;
	const load = {
		person: () => session.client.people(),
		team: () => session.client.teams(),
		stage: async () => ({ items: (await session.client.stages()).items.filter((s) => s.kind === "open") }),
	}[kind] as () => Promise<{ items: { id: string; name: string }[] }>;
	const names = useLoad(kind, load);
	const items = names.data?.items ?? [];
	if (items.length < 2 && !value) return null;
	return (
		<Field label={label}>
			<Select value={value} onChange={(_, d) => onSet(d.value)}>
				<option value="">{kind === "person" ? t("list.anyone") : t("list.any")}</option>
				{items.map((item) => (
					<option key={item.id} value={item.id}>
						{item.name}
					</option>
				))}
			</Select>
		</Field>
	);
}
